#if NANOFRAMEWORK_1_0
using nanoFramework.TestFramework;
#else
using Microsoft.VisualStudio.TestTools.UnitTesting;
#endif
using NanoStack.Wire;

namespace NanoStack.Tests.Wire;

[TestClass]
public sealed class ByteOrderTests
{
    [TestMethod]
    public void Read_NetworkOrder_HighByteFirst()
    {
        byte[] data = Hex.Bytes("FF 80 01 02 FE");

        Assert.AreEqual(0x8001, ByteOrder.Read16(data, 1));
        Assert.AreEqual(0x800102FEu, ByteOrder.Read32(data, 1));
        Assert.AreEqual(0xFF800102u, ByteOrder.Read32(data, 0));
    }

    [TestMethod]
    public void Write16_TouchesTwoBytes()
    {
        byte[] data = Hex.Untouched(4);

        ByteOrder.Write16(data, 1, 0x1234FEDC);

        Expect.Bytes(Hex.Bytes("A5 FE DC A5"), data);
    }

    [TestMethod]
    public void Write32_TouchesFourBytes()
    {
        byte[] data = Hex.Untouched(6);

        ByteOrder.Write32(data, 1, 0x89ABCDEF);

        Expect.Bytes(Hex.Bytes("A5 89 AB CD EF A5"), data);
    }
}
