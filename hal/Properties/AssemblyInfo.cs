using System.Reflection;
using System.Runtime.CompilerServices;

[assembly: AssemblyTitle("NanoStack.Hal")]
[assembly: AssemblyProduct("NanoStack")]
[assembly: AssemblyVersion("0.1.0.0")]

[assembly: InternalsVisibleTo("NanoStack.Boards")]
[assembly: InternalsVisibleTo("NanoStack.Hal.Host")]
[assembly: InternalsVisibleTo("NanoStack.VirtualBoard")]
[assembly: InternalsVisibleTo("NanoStack.Telemetry")]
[assembly: InternalsVisibleTo("NanoStack.Tests")]
[assembly: InternalsVisibleTo("NanoStack.Tests.Host")]
[assembly: InternalsVisibleTo("NFUnitTest")]
