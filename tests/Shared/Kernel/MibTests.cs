#if NANOFRAMEWORK_1_0
using nanoFramework.TestFramework;
#else
using Microsoft.VisualStudio.TestTools.UnitTesting;
#endif
using NanoStack.Kernel;

namespace NanoStack.Tests.Kernel;

[TestClass]
public sealed class MibTests
{
    [TestMethod]
    public void IncAndAdd_MoveOneCounter()
    {
        Mib mib = new Mib();

        mib.Inc(Mib.TxBusy);
        mib.Add(Mib.TxBusy, 4);

        Assert.AreEqual(5, mib.Get(Mib.TxBusy));
        Assert.AreEqual(0, mib.Get(Mib.TxBusy - 1));
        Assert.AreEqual(0, mib.Get(Mib.TxBusy + 1));
    }

    [TestMethod]
    public void Names_EveryCounterHasOneOfItsOwn()
    {
        for (int i = 0; i < Mib.Count; i++)
        {
            string name = MibNames.Of(i);
            Assert.IsTrue(name.Length > 0, i.ToString());
            for (int k = 0; k < i; k++)
            {
                Assert.IsFalse(name == MibNames.Of(k), name);
            }
        }

        Assert.AreEqual("", MibNames.Of(Mib.Count));
        Assert.AreEqual("", MibNames.Of(-1));
    }
}
