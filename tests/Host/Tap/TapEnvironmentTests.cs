using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace NanoStack.Tests.Host.Tap;

[TestClass]
[TestCategory(TapEnvironment.Category)]
public sealed class TapEnvironmentTests
{
    /// <summary>The lane itself: it must say in a line why it does not run.</summary>
    [TestMethod]
    public void TunDevice_Opens()
    {
        TapEnvironment.RequireOrSkip();

        Assert.IsNull(TapEnvironment.Obstacle());
    }
}
