using System.Reflection;

[assembly: AssemblyTitle("NFUnitTest")]
[assembly: AssemblyProduct("NanoStack")]
[assembly: AssemblyVersion("0.1.0.0")]
