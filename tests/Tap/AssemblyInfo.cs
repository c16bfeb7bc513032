using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoStack.Tests.Host.Tap;

[assembly: TestCategory(TapEnvironment.Category)]
[assembly: DoNotParallelize]
