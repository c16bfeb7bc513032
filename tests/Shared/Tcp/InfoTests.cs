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

/// <summary>TCP_INFO, and why a connection is late.</summary>
[TestClass]
public sealed class InfoTests
{
    [TestMethod]
    public void GetTcpInfo_AfterAnExchange_TellsBytesAndRtt()
    {
        TcpBench bench = TcpBench.Established();
        TcpInfo info = new TcpInfo();
        bench.Send("hello");
        bench.ExpectData(0, "hello");
        bench.Bench.Advance(30);
        bench.Inject(0, "world!", 5, TcpHeader.Ack | TcpHeader.Psh);

        bench.Socket.GetTcpInfo(info);
        Assert.AreEqual("ESTABLISHED", info.State);
        Assert.AreEqual(5L, info.BytesAcked);
        Assert.AreEqual(6u, info.BytesReceived);
        Assert.AreEqual(0, info.Unacked);
        Assert.AreEqual(0, info.NotSentBytes);
        Assert.AreEqual(8192, info.SendWindow);
        Assert.AreEqual(30, info.LateMs(TcpLateReason.Network));
        Assert.AreEqual((int)TcpLateReason.None, (int)info.Reason);
        Assert.IsTrue(info.Delivered >= 1);
        Assert.AreEqual(1, bench.Bench.Count(Mib.TcpRcvCoalesce));
    }

    /// <summary>tcpCurrEstab (RFC 4022): what the peer has closed counts, what we have closed
    /// does not.</summary>
    [TestMethod]
    public void EstablishedCount_IsThatOfRfc4022()
    {
        Assert.AreEqual(0, TcpBench.SynSent().Net.EstablishedCount);
        Assert.AreEqual(1, TcpBench.Established().Net.EstablishedCount);
        Assert.AreEqual(1, TcpBench.CloseWait().Net.EstablishedCount);
        Assert.AreEqual(0, TcpBench.FinWait2().Net.EstablishedCount);
        Assert.AreEqual(0, TcpBench.LastAck().Net.EstablishedCount);
    }

    [TestMethod]
    public void Reason_WindowClosed_IsPeerWindowAndItsTimeCounts()
    {
        TcpBench bench = TcpBench.Established();
        TcpInfo info = new TcpInfo();
        bench.Inject(0, null, 0, TcpHeader.Ack, 0);
        bench.Send("held back");
        bench.Bench.Advance(50);

        bench.Socket.GetTcpInfo(info);
        Assert.AreEqual((int)TcpLateReason.PeerWindow, (int)info.Reason);
        Assert.AreEqual(50, info.LateMs(TcpLateReason.PeerWindow));
        Assert.AreEqual(9, info.NotSentBytes);
    }

    [TestMethod]
    public void Reason_ShortSegmentBehindAnother_IsNagle()
    {
        TcpBench bench = TcpBench.Established();
        TcpInfo info = new TcpInfo();
        bench.Send("one");
        bench.Send("two");

        bench.Socket.GetTcpInfo(info);
        Assert.AreEqual((int)TcpLateReason.Nagle, (int)info.Reason);
    }

    [TestMethod]
    public void Reason_MoreThanTheCongestionWindow_IsCongestionWindow()
    {
        Limits limits = BenchLimits.Default();
        limits.TcpWriteQueueCount = 16;
        TcpBench bench = new TcpBench(limits);
        bench.PeerMss = 100;
        bench.FinishConnect();
        TcpInfo info = new TcpInfo();
        bench.Send(new string('x', 1500));

        bench.Socket.GetTcpInfo(info);
        Assert.AreEqual((int)TcpLateReason.CongestionWindow, (int)info.Reason);
        Assert.AreEqual(info.Cwnd, info.Unacked);
    }

    [TestMethod]
    public void Reason_NoAnswerAfterATimeOut_IsBackoff()
    {
        TcpBench bench = TcpBench.Established();
        TcpInfo info = new TcpInfo();
        bench.Send("lost");
        bench.Bench.Advance(1500);

        bench.Socket.GetTcpInfo(info);
        Assert.AreEqual((int)TcpLateReason.Backoff, (int)info.Reason);
        Assert.IsTrue(info.TotalRetransmissions >= 1);
        Assert.IsTrue(info.Backoff >= 1);
    }

    [TestMethod]
    public void Reason_CablePulled_IsLink()
    {
        TcpBench bench = TcpBench.Established();
        TcpInfo info = new TcpInfo();
        bench.Send("lost");
        bench.Bench.Wire.PullCable();
        bench.Bench.Poll();
        bench.Bench.Advance(70);

        bench.Socket.GetTcpInfo(info);
        Assert.AreEqual((int)TcpLateReason.Link, (int)info.Reason);
        Assert.IsTrue(info.LateMs(TcpLateReason.Link) >= 70);
    }

    [TestMethod]
    public void Reason_NeighbourUnknown_IsArp()
    {
        TcpBench bench = TcpBench.Established();
        TcpInfo info = new TcpInfo();
        bench.Net.Neighbours.Flush(bench.Bench.Wire);
        bench.Bench.Wire.PeerAnswersArp = false;
        bench.Send("parked");

        bench.Socket.GetTcpInfo(info);
        Assert.AreEqual((int)TcpLateReason.Arp, (int)info.Reason);
    }

    [TestMethod]
    public void Reason_TransmitRingFull_IsPool()
    {
        TcpBench bench = TcpBench.Established();
        TcpInfo info = new TcpInfo();
        bench.Bench.Wire.FreeSlots = 0;
        bench.Send("waits");

        bench.Socket.GetTcpInfo(info);
        Assert.AreEqual((int)TcpLateReason.Pool, (int)info.Reason);
    }

    [TestMethod]
    public void NotSentLowWater_Reached_TakesNoMoreUntilItIsSent()
    {
        TcpBench bench = TcpBench.Established();
        bench.Socket.NotSentLowWater = 10;
        bench.Socket.Blocking = false;
        bench.Inject(0, null, 0, TcpHeader.Ack, 0);
        bench.Send("0123456789");
        Assert.IsFalse(bench.Socket.Poll(0, SelectMode.SelectWrite));

        bench.InjectAck(0);
        bench.ExpectData(0, "0123456789");
        Assert.IsTrue(bench.Socket.Poll(0, SelectMode.SelectWrite));
    }

    /// <summary>Linux: tcpi_last_data_recv counts from the handshake's end, then from each segment of
    /// data.</summary>
    [TestMethod]
    public void LastDataReceived_CountsFromTheHandshakeThenFromData()
    {
        TcpBench bench = TcpBench.SynSent();
        TcpInfo info = new TcpInfo();
        bench.Advance(30);
        bench.InjectSyn(TcpHeader.Syn | TcpHeader.Ack);
        bench.ExpectAck(0);
        bench.Advance(50);
        bench.Socket.GetTcpInfo(info);
        Assert.AreEqual(50, info.LastDataReceivedMs);

        bench.Inject(0, "data", 0, TcpHeader.Ack);
        bench.Advance(7);
        bench.Socket.GetTcpInfo(info);
        Assert.AreEqual(7, info.LastDataReceivedMs);
    }

    /// <summary>Linux: the low-water mark is looked at for each new segment, not once per write.</summary>
    [TestMethod]
    public void NotSentLowWater_OneLargeWrite_IsCutThere()
    {
        TcpBench bench = TcpBench.Established(100);
        bench.Socket.NotSentLowWater = 150;
        bench.Socket.Blocking = false;
        bench.Inject(0, null, 0, TcpHeader.Ack, 0);

        Assert.AreEqual(200, bench.Socket.Send(Frames.Bytes(TcpBench.Text(0, 1000))));
        bench.Bench.Wire.ClearSent();
        bench.ExpectNoLeaks();
    }

    /// <summary>SO_SNDBUF: what is not acknowledged counts, sent or not.</summary>
    [TestMethod]
    public void SendBufferSize_Reached_TakesNoMoreUntilItIsAcknowledged()
    {
        Limits limits = Limits.Small();
        limits.TcpWriteQueueCount = 48;                 // so that descriptors are no limit here
        TcpBench bench = new TcpBench(limits);
        bench.PeerMss = 100;
        bench.FinishConnect();
        bench.Socket.SendBufferSize = 300;
        bench.Socket.Blocking = false;

        Assert.AreEqual(300, bench.Socket.Send(Frames.Bytes(TcpBench.Text(0, 1000))));
        Assert.IsFalse(bench.Socket.Poll(0, SelectMode.SelectWrite));
        bench.Bench.Wire.ClearSent();
        bench.InjectAck(100);
        Assert.AreEqual(100, bench.Socket.Send(Frames.Bytes(TcpBench.Text(300, 1000))));
        bench.Bench.Wire.ClearSent();
        bench.ExpectNoLeaks();
    }

    [TestMethod]
    public void SendBufferSize_IsTheRingsSizeAtMost()
    {
        TcpBench bench = TcpBench.Established();
        int ringBytes = bench.Net.Context.Limits.TcpSendRingBytes;
        Assert.AreEqual(ringBytes, bench.Socket.SendBufferSize);
        bench.Socket.SetSocketOption(
            SocketOptionLevel.Socket, SocketOptionName.SendBuffer, 2 * ringBytes);
        Assert.AreEqual(ringBytes, bench.Socket.SendBufferSize);
        bench.Socket.SendBufferSize = 100;
        Assert.AreEqual(100, bench.Socket.GetSocketOption(
            SocketOptionLevel.Socket, SocketOptionName.SendBuffer));
    }

    [TestMethod]
    public void EndOfRecord_TwoRecords_AreTwoSegments()
    {
        TcpBench bench = TcpBench.Established();
        bench.Socket.Cork = true;
        bench.Socket.Send(Frames.Bytes("one"), SocketFlags.EndOfRecord);
        bench.Socket.Send(Frames.Bytes("two"), SocketFlags.EndOfRecord);
        bench.Socket.Cork = false;

        bench.ExpectData(0, "one");
        bench.InjectAck(3);
        bench.ExpectData(3, "two");
    }
}
