using System.Reflection;

[assembly: AssemblyTitle("NanoStack.Hal.Native")]
[assembly: AssemblyProduct("NanoStack")]
[assembly: AssemblyVersion("1.0.0.0")]

#if NANOFRAMEWORK_1_0
// Compared with the firmware's table when an application is deployed (docs/hardware.md, 9.5).
[assembly: AssemblyNativeVersion("1.0.0.0")]
#endif
