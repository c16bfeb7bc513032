using System.Reflection;

[assembly: AssemblyTitle("NanoStack.Hal.Esp32")]
[assembly: AssemblyProduct("NanoStack")]
[assembly: AssemblyVersion("0.1.0.0")]
