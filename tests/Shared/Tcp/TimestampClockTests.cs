#if NANOFRAMEWORK_1_0
using nanoFramework.TestFramework;
#else
using Microsoft.VisualStudio.TestTools.UnitTesting;
#endif
using NanoStack.Kernel;
using NanoStack.Tests.Bench;
using NanoStack.Wire;

namespace NanoStack.Tests.Tcp;

/// <summary>Two threads send on one socket; each read the clock before it owned it.</summary>
[TestClass]
public sealed class TimestampClockTests
{
    /// <summary>The polling thread acknowledged at 1000 ms; the user's call, which began earlier, goes
    /// on now. With an older time stamp the peer would drop its data (PAWS, RFC 7323, 5).</summary>
    [TestMethod]
    public void Send_ThatBeganBeforeAnAckLeft_HasNoOlderTimestamp()
    {
        TcpBench bench = new TcpBench(new NetBench(Limits.Default()));
        bench.PeerHasTimestamps = true;
        bench.FinishConnect();
        int beganMs = bench.Bench.Clock.NowMs();
        bench.Bench.Advance(4);
        bench.Inject(0, "abc", 0, TcpHeader.Ack | TcpHeader.Psh);
        bench.ExpectAck(3);
        uint acknowledgedAt = bench.Options.TsValue;

        byte[] data = Frames.Bytes("xyz");
        bench.Net.Tcp.Send.SendMsg(
            bench.Sock, bench.Sock.Handle, data, 0, data.Length, 0, beganMs);

        bench.ExpectData(0, "xyz");
        Assert.IsFalse(Seq.Before(bench.Options.TsValue, acknowledgedAt), "older than the ACK");
        bench.Bench.Advance(10);
        bench.Inject(3, null, 3, TcpHeader.Ack);
        bench.Send("xyz");
        bench.ExpectData(3, "xyz");
        Assert.IsTrue(Seq.After(bench.Options.TsValue, acknowledgedAt), "time goes on");
    }
}
