using System.Reflection;
using System.Runtime.CompilerServices;

[assembly: AssemblyTitle("NanoStack.Telemetry")]
[assembly: AssemblyProduct("NanoStack")]
[assembly: AssemblyVersion("0.1.0.0")]

[assembly: InternalsVisibleTo("NanoStack.VirtualBoard")]
[assembly: InternalsVisibleTo("NanoStack.SelfTest")]
[assembly: InternalsVisibleTo("NanoStack.Tests.Host")]
