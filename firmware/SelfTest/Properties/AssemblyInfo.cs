using System.Reflection;
using System.Runtime.CompilerServices;

[assembly: AssemblyTitle("NanoStack.SelfTest")]
[assembly: AssemblyProduct("NanoStack")]
[assembly: AssemblyVersion("0.1.0.0")]

[assembly: InternalsVisibleTo("NanoStack.Tests.Host")]
