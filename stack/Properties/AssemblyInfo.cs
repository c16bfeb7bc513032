using System.Reflection;
using System.Runtime.CompilerServices;

[assembly: AssemblyTitle("NanoStack")]
[assembly: AssemblyProduct("NanoStack")]
[assembly: AssemblyVersion("0.1.0.0")]

[assembly: InternalsVisibleTo("NanoStack.Hal")]
[assembly: InternalsVisibleTo("NanoStack.Hal.Host")]
[assembly: InternalsVisibleTo("NanoStack.VirtualBoard")]
[assembly: InternalsVisibleTo("NanoStack.SelfTest")]
[assembly: InternalsVisibleTo("NanoStack.Sim")]
[assembly: InternalsVisibleTo("NanoStack.Cost")]
[assembly: InternalsVisibleTo("NanoStack.Tests")]
[assembly: InternalsVisibleTo("NanoStack.Tests.Host")]
[assembly: InternalsVisibleTo("NanoStack.Tests.Tap")]
[assembly: InternalsVisibleTo("NanoStack.Packetdrill")]
[assembly: InternalsVisibleTo("NFUnitTest")]
