#if NANOFRAMEWORK_1_0
using nanoFramework.TestFramework;
#else
using Microsoft.VisualStudio.TestTools.UnitTesting;
#endif
using NanoStack.Kernel;
using NanoStack.Sockets;
using NanoStack.Tcp;
using NanoStack.Tests.Bench;
using NanoStack.Wire;

namespace NanoStack.Tests.Tcp;

/// <summary>Urgent data, read in line (RFC 9293, 3.8.5; RFC 6093).</summary>
[TestClass]
public sealed class UrgentTests
{
    private const int UrgAck = TcpHeader.Urg | TcpHeader.Ack;

    /// <summary>Rule 141 (RFC 9293, 3.8.5, MUST-30, MUST-31): the pointer names the byte behind;
    /// the data stays in the stream.</summary>
    [TestMethod]
    public void Urgent_StaysInTheStream()
    {
        TcpBench bench = TcpBench.Established();
        bench.InjectUrgent(0, "abcd", 0, UrgAck, 8192, 2);
        bench.ExpectAck(4);
        Assert.AreEqual(2, Seq.Distance(bench.PeerIss + 1, bench.Sock.UrgentInSeq));
        Assert.AreEqual(1, bench.Count(Mib.TcpInUrgent));
        bench.ExpectRead("abcd");
        Assert.IsFalse(bench.Sock.HasUrgentIn);
    }

    /// <summary>Rule 141 (RFC 9293, 3.8.5; attacks S10, S15, S16, URGENT/11): a pointer past the
    /// segment, of zero, or going back does no harm.</summary>
    [TestMethod]
    public void UrgentPointers_ThatLie_DoNoHarm()
    {
        TcpBench bench = TcpBench.Established();
        bench.InjectUrgent(0, "ab", 0, UrgAck, 8192, 0xFFFF);
        bench.ExpectAck(2);
        bench.InjectUrgent(2, "cd", 0, UrgAck, 8192, 0);
        bench.ExpectAck(4);
        bench.InjectUrgent(4, "ef", 0, UrgAck, 8192, 1);
        bench.ExpectAck(6);
        Assert.AreEqual(0xFFFF, Seq.Distance(bench.PeerIss + 1, bench.Sock.UrgentInSeq));
        bench.ExpectRead("abcdef");
        bench.ExpectAlive(6, 0);
    }

    /// <summary>Rule 141 (RFC 9293, 3.8.5, MUST-32, MUST-62): we send it with the pointer, past
    /// Nagle, until it is acknowledged.</summary>
    [TestMethod]
    public void UrgentSend_SetsThePointer()
    {
        TcpBench bench = TcpBench.Established();
        bench.Send("a");
        bench.ExpectData(0, "a");
        bench.Socket.Send(Frames.Bytes("!"), SocketFlags.OutOfBand);
        bench.TakeSegment();
        Assert.AreEqual(UrgAck | TcpHeader.Psh, bench.Flags);
        Assert.AreEqual(1, bench.SeqSeen);
        Assert.AreEqual(1, bench.Urgent);
        bench.InjectAck(2);
        bench.Send("b");
        bench.Expect(2, "b", TcpHeader.Ack | TcpHeader.Psh);
        Assert.AreEqual(0, bench.Urgent);
    }
}
