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

    /// <summary>Rule 141 (RFC 9293, 3.8.5, MUST-30, MUST-31, MUST-33): the pointer names the byte
    /// behind; the data stays in the stream, and a read ends before the mark.</summary>
    [TestMethod]
    public void Urgent_StaysInTheStream_WithAMark()
    {
        TcpBench bench = TcpBench.Established();
        bench.InjectUrgent(0, "abcd", 0, UrgAck, 8192, 2);
        bench.ExpectAck(4);
        Assert.AreEqual(2, Seq.Distance(bench.PeerIss + 1, bench.Sock.UrgentInSeq));
        Assert.AreEqual(1, bench.Count(Mib.TcpInUrgent));
        Assert.IsFalse(bench.Socket.IsAtMark);
        bench.ExpectRead("a");
        Assert.IsTrue(bench.Socket.IsAtMark);
        bench.ExpectRead("bcd");
        Assert.IsFalse(bench.Socket.IsAtMark);
        Assert.IsFalse(bench.Sock.HasUrgentIn);
    }

    /// <summary>Rule 141 (RFC 9293, 3.8.5, MUST-32): the user is told when the pointer comes, also when its
    /// data is still on the way.</summary>
    [TestMethod]
    public void UrgentPointer_AheadOfItsData_IsTold()
    {
        TcpBench bench = TcpBench.Established();
        Assert.IsFalse(bench.Socket.Poll(0, SelectMode.SelectError));
        bench.InjectUrgent(0, "a", 0, UrgAck, 8192, 3);
        Assert.IsTrue(bench.Socket.Poll(0, SelectMode.SelectError));
        bench.ExpectRead("a");
        Assert.IsTrue(bench.Socket.Poll(0, SelectMode.SelectError));
        Assert.IsFalse(bench.Socket.IsAtMark);
        bench.Inject(1, "b!c", 0, TcpHeader.Ack);
        bench.ExpectRead("b");
        Assert.IsTrue(bench.Socket.IsAtMark);
        bench.ExpectRead("!c");
        Assert.IsFalse(bench.Socket.Poll(0, SelectMode.SelectError));
    }

    /// <summary>Rule 141: peeking does not pass the mark.</summary>
    [TestMethod]
    public void Peek_EndsBeforeTheMark_AndLeavesIt()
    {
        TcpBench bench = TcpBench.Established();
        bench.InjectUrgent(0, "ab!", 0, UrgAck, 8192, 3);
        byte[] data = new byte[8];
        Assert.AreEqual(2, bench.Socket.Receive(data, 0, 8, SocketFlags.Peek));
        Assert.AreEqual(2, bench.Socket.Receive(data, 0, 8, SocketFlags.None));
        Assert.AreEqual(1, bench.Socket.Receive(data, 0, 8, SocketFlags.Peek));
        Assert.IsTrue(bench.Socket.IsAtMark);
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
