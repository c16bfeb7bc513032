#if NANOFRAMEWORK_1_0
using nanoFramework.TestFramework;
#else
using Microsoft.VisualStudio.TestTools.UnitTesting;
#endif
using NanoStack.Wire;

namespace NanoStack.Tests.Wire;

/// <summary>Sequence numbers modulo 2^32 (RFC 9293, 3.4), around the place where they wrap.</summary>
[TestClass]
public sealed class SeqTests
{
    private const uint Top = 0xFFFFFFFF;

    [TestMethod]
    public void Before_AcrossTheWrap_TopComesBeforeZero()
    {
        Assert.IsTrue(Seq.Before(Top, 0));
        Assert.IsFalse(Seq.Before(0, Top));
        Assert.IsTrue(Seq.Before(1, 2));
        Assert.IsFalse(Seq.Before(7, 7));
    }

    [TestMethod]
    public void After_AcrossTheWrap_ZeroComesAfterTop()
    {
        Assert.IsTrue(Seq.After(0, Top));
        Assert.IsFalse(Seq.After(Top, 0));
        Assert.IsFalse(Seq.After(7, 7));
    }

    [TestMethod]
    public void Before_WithinHalfTheSpace_IsRight()
    {
        uint half = 0x7FFFFFFF;

        Assert.IsTrue(Seq.Before(Top - 5, (Top - 5) + half));
        Assert.IsTrue(Seq.After((Top - 5) + half, Top - 5));
    }

    [TestMethod]
    public void Between_BothEndsBelong()
    {
        Assert.IsTrue(Seq.Between(10, 10, 20));
        Assert.IsTrue(Seq.Between(20, 10, 20));
        Assert.IsFalse(Seq.Between(9, 10, 20));
        Assert.IsFalse(Seq.Between(21, 10, 20));
    }

    [TestMethod]
    public void Between_AcrossTheWrap_BothEndsBelong()
    {
        Assert.IsTrue(Seq.Between(Top, Top - 1, 1));
        Assert.IsTrue(Seq.Between(1, Top - 1, 1));
        Assert.IsFalse(Seq.Between(2, Top - 1, 1));
        Assert.IsFalse(Seq.Between(Top - 2, Top - 1, 1));
    }

    [TestMethod]
    public void Distance_AcrossTheWrap_IsSigned()
    {
        Assert.AreEqual(3, Seq.Distance(Top - 1, 1));
        Assert.AreEqual(-3, Seq.Distance(1, Top - 1));
        Assert.AreEqual(0, Seq.Distance(Top, Top));
    }

    [TestMethod]
    public void LaterAndEarlier_AcrossTheWrap()
    {
        Assert.AreEqual(2u, Seq.Later(Top, 2));
        Assert.AreEqual(2u, Seq.Later(2, Top));
        Assert.AreEqual(Top, Seq.Earlier(Top, 2));
        Assert.AreEqual(Top, Seq.Earlier(2, Top));
    }
}
