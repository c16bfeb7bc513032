#if NANOFRAMEWORK_1_0
using nanoFramework.TestFramework;
#else
using Microsoft.VisualStudio.TestTools.UnitTesting;
#endif
using NanoStack.Wire;

namespace NanoStack.Tests.Wire;

[TestClass]
public sealed class IcmpHeaderTests
{
    [TestMethod]
    public void Parse_GoldenBytes()
    {
        byte[] data = Hex.Bytes("FF 03 04 1234 0000 0240");

        Assert.IsTrue(IcmpHeader.Fits(1, data.Length));
        Assert.AreEqual(IcmpHeader.TypeUnreachable, IcmpHeader.Type(data, 1));
        Assert.AreEqual(IcmpHeader.CodeFragmentationNeeded, IcmpHeader.Code(data, 1));
        Assert.AreEqual(0x1234, IcmpHeader.Checksum(data, 1));
        Assert.AreEqual(576, IcmpHeader.NextHopMtu(data, 1));
    }

    [TestMethod]
    public void Emit_WritesEveryByteAndNoOther()
    {
        byte[] data = Hex.Untouched(IcmpHeader.Length + 2);

        IcmpHeader.SetType(data, 1, IcmpHeader.TypeUnreachable, IcmpHeader.CodePortUnreachable);
        IcmpHeader.SetRest(data, 1, 0xCAFE0102);
        Expect.Bytes(Hex.Bytes("A5 03 03 0000 CAFE0102 A5"), data);

        IcmpHeader.SetChecksum(data, 1, 0xBEEF);
        Expect.Bytes(Hex.Bytes("A5 03 03 BEEF CAFE0102 A5"), data);
    }

    [TestMethod]
    public void Fits_EveryTruncation_No()
    {
        for (int length = 0; length < IcmpHeader.Length; length++)
        {
            Assert.IsFalse(IcmpHeader.Fits(5, 5 + length));
        }

        Assert.IsTrue(IcmpHeader.Fits(5, 5 + IcmpHeader.Length));
    }

    [TestMethod]
    public void IsError_QueriesAreNone()
    {
        Assert.IsFalse(IcmpHeader.IsError(IcmpHeader.TypeEcho));
        Assert.IsFalse(IcmpHeader.IsError(IcmpHeader.TypeEchoReply));
        Assert.IsFalse(IcmpHeader.IsError(13));     // timestamp
        Assert.IsTrue(IcmpHeader.IsError(IcmpHeader.TypeUnreachable));
        Assert.IsTrue(IcmpHeader.IsError(IcmpHeader.TypeSourceQuench));
        Assert.IsTrue(IcmpHeader.IsError(IcmpHeader.TypeRedirect));
        Assert.IsTrue(IcmpHeader.IsError(IcmpHeader.TypeTimeExceeded));
        Assert.IsTrue(IcmpHeader.IsError(IcmpHeader.TypeParameterProblem));
    }
}
