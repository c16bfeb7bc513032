using System.Reflection;

[assembly: AssemblyTitle("FirstApplication")]
[assembly: AssemblyProduct("NanoStack")]
[assembly: AssemblyVersion("0.1.0.0")]
