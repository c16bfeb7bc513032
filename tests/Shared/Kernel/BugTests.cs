#if NANOFRAMEWORK_1_0
using nanoFramework.TestFramework;
#else
using Microsoft.VisualStudio.TestTools.UnitTesting;
#endif
using NanoStack.Kernel;

namespace NanoStack.Tests.Kernel;

[TestClass]
public sealed class BugTests
{
    [TestMethod]
    public void On_OnlyWhatIsBroken_Throws()
    {
        Bug.On(false);

        Expect.BugIn(() => Bug.On(true));
    }

    [TestMethod]
    public void Count_CountsAndTellsTheCaller()
    {
        Mib mib = new Mib();

        Assert.IsFalse(Bug.Count(false, mib));
        Assert.IsTrue(Bug.Count(true, mib));
        Assert.AreEqual(1, mib.Get(Mib.BugWarnings));
    }
}
