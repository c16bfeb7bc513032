#if NANOFRAMEWORK_1_0
using nanoFramework.TestFramework;
#else
using Microsoft.VisualStudio.TestTools.UnitTesting;
#endif
using NanoStack.Kernel;

namespace NanoStack.Tests.Kernel;

/// <summary>Milliseconds that wrap after 49 days, compared around the place where they do.</summary>
[TestClass]
public sealed class ClockTests
{
    [TestMethod]
    public void Before_AcrossTheWrap()
    {
        Assert.IsTrue(Clock.Before(int.MaxValue, int.MinValue));
        Assert.IsFalse(Clock.Before(int.MinValue, int.MaxValue));
        Assert.IsFalse(Clock.Before(5, 5));
    }

    [TestMethod]
    public void Reached_AtTheMomentItself_Yes()
    {
        Assert.IsTrue(Clock.Reached(5, 5));
        Assert.IsFalse(Clock.Reached(4, 5));
        Assert.IsTrue(Clock.Reached(int.MinValue, int.MaxValue));
    }

    [TestMethod]
    public void Earlier_AcrossTheWrap()
    {
        Assert.AreEqual(int.MaxValue, Clock.Earlier(int.MinValue + 1, int.MaxValue));
        Assert.AreEqual(3, Clock.Earlier(3, 4));
    }
}
