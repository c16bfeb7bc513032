using System.Reflection;

[assembly: AssemblyTitle("NanoStack.TestApp")]
[assembly: AssemblyProduct("NanoStack")]
[assembly: AssemblyVersion("0.1.0.0")]
