#if NANOFRAMEWORK_1_0
using nanoFramework.TestFramework;
#else
using Microsoft.VisualStudio.TestTools.UnitTesting;
#endif
using NanoStack.Kernel;

namespace NanoStack.Tests.Kernel;

[TestClass]
public sealed class SpinLockTests
{
    [TestMethod]
    public void Hold_MasksTheInterruptUntilTheScopeEnds()
    {
        CountingMask mask = new CountingMask();
        SpinLock spinLock = new SpinLock(mask, new Mib());

        using (spinLock.Hold(LockSite.NeighLookup))
        {
            Assert.IsTrue(spinLock.IsHeld);
            Assert.AreEqual(LockSite.NeighLookup, spinLock.Holder);
            Assert.AreEqual(1, mask.Depth);
        }

        Assert.IsFalse(spinLock.IsHeld);
        Assert.AreEqual(0, spinLock.Holder);
        Assert.AreEqual(0, mask.Depth);
        Assert.AreEqual(1, mask.MaskCount);
    }

    [TestMethod]
    public void Dispose_WhenFree_IsABug()
    {
        SpinLock spinLock = new SpinLock(new CountingMask(), new Mib());

        Expect.BugIn(() => spinLock.Dispose());
    }

    [TestMethod]
    public void Hold_ExceptionInside_LetsGo()
    {
        SpinLock spinLock = new SpinLock(new CountingMask(), new Mib());

        Expect.BugIn(() => BreakInside(spinLock));

        Assert.IsFalse(spinLock.IsHeld);
    }

    [TestMethod]
    public void Hold_Free_IsNotContended()
    {
        Mib mib = new Mib();
        SpinLock spinLock = new SpinLock(new CountingMask(), mib);

        for (int i = 0; i < 3; i++)
        {
            spinLock.Hold(LockSite.Driver).Dispose();
        }

        Assert.AreEqual(0, mib.Get(Mib.SpinLockContended));
    }

    private static void BreakInside(SpinLock spinLock)
    {
        using (spinLock.Hold(LockSite.Driver))
        {
            Bug.On(true);
        }
    }

    private sealed class CountingMask : InterruptMask
    {
        public int Depth;
        public int MaskCount;

        public override void Mask()
        {
            Depth++;
            MaskCount++;
        }

        public override void Unmask()
        {
            Depth--;
        }
    }
}
