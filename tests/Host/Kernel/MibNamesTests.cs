using System.Linq;
using System.Reflection;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoStack.Kernel;

namespace NanoStack.Tests.Host.Kernel;

/// <summary>Counters and their names are two lists by hand; here they are compared.</summary>
[TestClass]
public sealed class MibNamesTests
{
    [TestMethod]
    public void Of_EveryConstant_IsItsOwnName()
    {
        FieldInfo[] counters = Counters();

        foreach (FieldInfo counter in counters)
        {
            Assert.AreEqual(counter.Name, MibNames.Of((int)counter.GetRawConstantValue()));
        }
    }

    [TestMethod]
    public void Constants_RunFromZeroWithoutAGap()
    {
        int[] values = Counters().Select(item => (int)item.GetRawConstantValue()).ToArray();

        CollectionAssert.AreEqual(Enumerable.Range(0, Mib.Count).ToArray(), values);
    }

    private static FieldInfo[] Counters()
    {
        return typeof(Mib).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Where(item => item.IsLiteral && item.Name != nameof(Mib.Count)).ToArray();
    }
}
