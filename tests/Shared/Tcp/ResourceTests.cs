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

/// <summary>Each limit of TCP is reached, and another connection does not suffer (own; rules 182 to
/// 186).</summary>
[TestClass]
public sealed class ResourceTests
{
    private const int Ack = TcpHeader.Ack;

    /// <summary>Rule 182 (own): TcpConnectionCount: one more is refused, and works when one has
    /// gone.</summary>
    [TestMethod]
    public void Connections_AllInUse_OneMoreIsRefused()
    {
        TcpBench bench = TcpBench.Established(SmallRings());
        TcpBench last = null;
        for (int i = 1; i < 4; i++)
        {
            last = TcpBench.Beside(bench, 7000 + i);
        }

        Socket more = new Socket(bench.Net);
        TcpBench.ExpectError(
            SocketError.NoBufferSpaceAvailable, () => more.Connect(bench.PeerPoint));
        Assert.AreEqual(1, bench.Count(Mib.TcpNoSockets));
        more.Close();
        bench.ExpectAlive(0, 0);

        last.Inject(0, null, 0, TcpHeader.Rst);
        last.Close();
        TcpBench next = TcpBench.Beside(bench, 7009);
        next.ExpectAlive(0, 0);
        bench.ExpectNoLeaks();
    }

    /// <summary>Rule 182 (own): SocketCount: one handle more is refused.</summary>
    [TestMethod]
    public void Sockets_AllInUse_OneMoreIsRefused()
    {
        TcpBench bench = TcpBench.Established(SmallRings());
        Socket[] sockets = new Socket[5];
        for (int i = 0; i < sockets.Length; i++)
        {
            sockets[i] = new Socket(bench.Net);
        }

        TcpBench.ExpectError(
            SocketError.TooManyOpenSockets, () => new Socket(bench.Net));
        bench.ExpectAlive(0, 0);
        sockets[0].Close();
        new Socket(bench.Net).Close();
    }

    /// <summary>Rule 182 (own; Linux: tcp_out_of_resources): orphans make room for an active open;
    /// the one that heard nothing for longest goes first.</summary>
    [TestMethod]
    public void Orphans_MakeRoomForAConnect()
    {
        TcpBench bench = TcpBench.Established(SmallRings());
        TcpBench[] orphans = Orphans(bench, 3);
        orphans[0].Inject(0, null, 1, Ack);                 // it is heard of last
        TcpBench next = new TcpBench(bench.Bench);
        next.PeerSourcePort = 7009;
        next.Socket = new Socket(bench.Net);
        next.Socket.Blocking = false;
        TcpBench.ExpectError(
            SocketError.WouldBlock, () => next.Socket.Connect(next.PeerPoint));
        bench.TakeSegment();
        Assert.AreEqual(TcpHeader.Rst | Ack, bench.Flags);
        Assert.AreEqual(7002, TcpHeader.DestinationPort(bench.Frame, TcpBench.TcpAt));
        bench.TakeSegment();
        Assert.AreEqual(TcpHeader.Syn, bench.Flags);
        Assert.AreEqual(1, bench.Count(Mib.TcpAbortOnMemory));
        bench.ExpectAlive(0, 0);
        bench.ExpectNoLeaks();
    }

    /// <summary>Rule 182 (own; Linux: tcp_out_of_resources): orphans make room for a passive
    /// open.</summary>
    [TestMethod]
    public void Orphans_MakeRoomForAnAccept()
    {
        TcpBench bench = TcpBench.Established(SmallRings());
        Orphans(bench, 3);
        TcpBench passive = Beside(bench, 7008);
        passive.AcceptFrom();
        bench.Bench.Wire.ClearSent();
        Assert.AreEqual(1, bench.Count(Mib.TcpAbortOnMemory));
        passive.ExpectAlive(0, 0);
        bench.ExpectAlive(0, 0);
    }

    /// <summary>Rule 183 (own): TcpSynQueueCount: a flood of SYNs leaves the table full, the oldest
    /// makes room; who answers gets in, and connections live.</summary>
    [TestMethod]
    public void SynFlood_LocksNobodyOut()
    {
        TcpBench bench = TcpBench.Established();
        TcpBench client = Beside(bench, 7100);
        for (int i = 0; i < 300; i++)
        {
            bench.Bench.Inject(Frames.Tcp(
                Frames.PeerIp + 2 + (uint)(i % 50), Frames.OurIp, 1024 + i, TcpBench.OurPort,
                (uint)i, 0, TcpHeader.Syn, 8192, 0, null, null));
            bench.Advance(1);
            bench.Bench.Wire.ClearSent();
        }

        Assert.AreEqual(4, bench.Net.Tcp.SynQueue.Count);
        Assert.IsTrue(bench.Count(Mib.TcpSynQueueFull) >= 296, "evictions");
        bench.Bench.Wire.ClearSent();
        bench.ExpectAlive(0, 0);
        client.AcceptFrom();
        client.ExpectState(TcpState.Established);
    }

    /// <summary>Rule 183 (own; Linux: sk_acceptq_is_full): the backlog is full: the ACK is left,
    /// further SYNs are dropped; after an accept the SYN-ACK that is sent again lets it
    /// in.</summary>
    [TestMethod]
    public void FullBacklog_LeavesTheAck()
    {
        TcpBench bench = TcpBench.Listening();
        bench.Socket.Listen(1);
        HalfOpen(bench, 7000);
        uint first = bench.OurIss;
        HalfOpen(bench, 7001);
        uint second = bench.OurIss;
        Complete(bench, 7000, first);
        Complete(bench, 7001, second);
        Assert.AreEqual(1, bench.Sock.AcceptCount);
        Assert.AreEqual(1, bench.Count(Mib.TcpListenOverflows));

        bench.PeerSourcePort = 7002;
        bench.InjectSyn(TcpHeader.Syn);
        bench.ExpectSilence();
        Assert.AreEqual(1, bench.Count(Mib.TcpListenDrops));

        Assert.IsTrue(bench.Socket.Accept().Connected);
        bench.Advance(1000);
        bench.TakeSegment();
        Assert.AreEqual(TcpHeader.Syn | Ack, bench.Flags);
        Complete(bench, 7001, second);
        Assert.IsTrue(bench.Socket.Accept().Connected);
        bench.ExpectNoLeaks();
    }

    /// <summary>Rule 183 (own): every connection is in use: the handshake's last ACK is left, and
    /// completes later.</summary>
    [TestMethod]
    public void PassiveOpen_WithoutAConnection_CompletesLater()
    {
        Limits limits = Limits.Small();
        TcpBench bench = TcpBench.Established(limits);
        TcpBench passive = Beside(bench, 7008);
        passive.InjectSyn(TcpHeader.Syn);
        passive.TakeSegment();
        passive.OurIss = TcpHeader.SeqNumber(passive.Frame, TcpBench.TcpAt);
        Inject(passive, null);
        Assert.AreEqual(0, passive.Sock.AcceptCount);
        bench.ExpectAlive(0, 0);
        bench.Inject(4, null, 4, TcpHeader.Rst);
        bench.Close();
        Inject(passive, null);
        Assert.AreEqual(1, passive.Sock.AcceptCount);
    }

    /// <summary>Rule 185 (own): SockBacklogCount: while a user holds the socket, further segments
    /// wait; the rest is dropped, counted, and comes again.</summary>
    [TestMethod]
    public void Backlog_WhileTheUserHoldsTheSocket_IsBounded()
    {
        Limits limits = BenchLimits.Default();
        limits.SockBacklogCount = 2;
        TcpBench bench = TcpBench.Established(limits);
        TcpBench other = TcpBench.Beside(bench, 7001);
        bench.Sock.Lock();
        for (int i = 0; i < 4; i++)
        {
            bench.Inject(i, TcpBench.Text(i, 1), 0, Ack);
        }

        bench.ExpectSilence();
        other.ExpectAlive(0, 0);
        bench.Sock.Release(bench.NowMs);
        bench.Bench.Poll();
        bench.ExpectAck(2);                     // one for both: MUST-58
        bench.ExpectSilence();
        Assert.AreEqual(2, bench.Count(Mib.TcpBacklogDrop));
        bench.ExpectRead(TcpBench.Text(0, 2));
        bench.ExpectNoLeaks();
    }

    /// <summary>Rule 185 (own): TcpWriteQueueCount: more records than rows are joined in twos, so no write
    /// is refused while the ring has room, and another connection notices nothing.</summary>
    [TestMethod]
    public void Rows_UsedUpByOne_AreJoined()
    {
        TcpBench bench = TcpBench.Established();
        TcpBench other = TcpBench.Beside(bench, 7001);
        bench.Socket.NoDelay = true;
        bench.Socket.Blocking = false;
        for (int i = 0; i < 100; i++)
        {
            byte[] record = Frames.Bytes(TcpBench.Text(i * 10, 10));
            Assert.AreEqual(10, bench.Socket.Send(record, SocketFlags.EndOfRecord));
        }

        Assert.AreEqual(16, bench.Sock.SegCount);
        Assert.AreEqual(0, bench.Count(Mib.TcpMemoryPressure));
        bench.Bench.Wire.ClearSent();
        other.ExpectAlive(0, 0);
        bench.InjectAck(100);
        bench.Bench.Wire.ClearSent();
        bench.InjectAck(1000);
        Assert.AreEqual(0, bench.Sock.UnackedBytes);
        bench.ExpectNoLeaks();
    }

    /// <summary>Rule 185 (own): the segments became smaller, and there is no row for the rest of one that
    /// goes again: its front goes, and the rest when an ACK has made room.</summary>
    [TestMethod]
    public void Retransmission_WithoutARowForTheRest_SendsItsFront()
    {
        Limits limits = BenchLimits.Default();
        limits.TcpWriteQueueCount = 4;
        TcpBench bench = TcpBench.Established(limits);
        bench.Socket.NoDelay = true;
        bench.Inject(0, null, 0, TcpHeader.Ack, 1600);
        bench.SendText(0, 100);
        bench.SendText(100, 1400);
        bench.SendText(1500, 100);
        bench.SendText(1600, 100);                      // the window is full: it waits
        bench.Bench.Wire.ClearSent();
        bench.InjectIcmp(3, 4, 0, 576);

        bench.ExpectText(100, 536);
        bench.ExpectSilence();
        Assert.AreEqual(1, bench.Count(Mib.TcpSplitForgone));
        bench.Inject(0, null, 636, TcpHeader.Ack, 1600);
        bench.ExpectText(636, 536);
        bench.ExpectText(1172, 328);
        bench.ExpectText(1600, 100);
        bench.InjectAck(1700);
        Assert.AreEqual(0, bench.Sock.UnackedBytes);
        bench.ExpectNoLeaks();
    }

    /// <summary>Rule 186 (own): SkbHeaderCount: no packet for a segment: it is tried again, nothing
    /// is lost.</summary>
    [TestMethod]
    public void HeaderPool_Empty_IsOutlived()
    {
        TcpBench bench = TcpBench.Established();
        int total = bench.Net.Pool.TotalCount(NanoStack.Skb.SkBuffPool.KindHeader);
        NanoStack.Skb.SkBuff[] held = new NanoStack.Skb.SkBuff[total];
        for (int i = 0; i < total; i++)
        {
            held[i] = bench.Net.Pool.AllocHeader();
        }

        bench.Send("x");
        bench.Inject(0, "abc", 0, Ack);
        bench.Inject(1, null, 0, TcpHeader.Syn);
        bench.Bench.Inject(Frames.Tcp(
            Frames.PeerIp, Frames.OurIp, 9, 9, 1, 0, TcpHeader.Syn, 0, 0, null, null));
        bench.Advance(1000);
        bench.ExpectSilence();
        Assert.IsTrue(bench.Count(Mib.TcpOutNoBufs) >= 4, "no buffers");
        for (int i = 0; i < total; i++)
        {
            held[i].Free();
        }

        bench.Advance(1000);
        bench.ExpectData(0, "x");
        Assert.AreEqual(3, bench.AckSeen);
        bench.ExpectNoLeaks();
    }

    /// <summary>Rule 21 (RFC 6056, 3.3): PortMin to PortMax: all in use: told; none is used
    /// twice.</summary>
    [TestMethod]
    public void Ports_AllInUse_OneMoreIsRefused()
    {
        Limits limits = Limits.Default();
        limits.PortMin = 50000;
        limits.PortMax = 50001;
        TcpBench bench = new TcpBench(limits);
        int[] ports = new int[2];
        for (int i = 0; i < 2; i++)
        {
            Socket socket = NonBlocking(bench);
            TcpBench.ExpectError(
                SocketError.WouldBlock, () => socket.Connect(bench.PeerPoint));
            ports[i] = ((IPEndPoint)socket.LocalEndPoint).Port;
            Assert.IsTrue(ports[i] >= 50000 && ports[i] <= 50001, "range");
        }

        Assert.IsTrue(ports[0] != ports[1], "the same port twice");
        Socket more = NonBlocking(bench);
        TcpBench.ExpectError(
            SocketError.AddressNotAvailable, () => more.Connect(bench.PeerPoint));
    }

    /// <summary>Rule 184 (own): the smallest write queue that works carries a stream both
    /// ways.</summary>
    [TestMethod]
    public void SmallestWriteQueue_CarriesAStream()
    {
        Limits limits = Limits.Small();
        limits.TcpWriteQueueCount = 4;
        limits.TcpSendRingBytes = 512;
        limits.TcpReceiveRingBytes = 512;
        TcpBench bench = TcpBench.Established(limits);
        bench.Socket.Blocking = false;
        int written = 0;
        int acked = 0;
        for (int i = 0; i < 200; i++)
        {
            if (bench.Sock.SendRoom > 0)
            {
                try
                {
                    written += bench.Socket.Send(Frames.Bytes(TcpBench.Text(written, 77)));
                }
                catch (SocketException)
                {
                }
            }

            bench.Bench.Poll();
            while (bench.Bench.Wire.SentCount > 0)
            {
                bench.TakeSegment();
                string payload = bench.Payload();
                Assert.AreEqual(TcpBench.Text(bench.SeqSeen, payload.Length), payload);
                acked = bench.SeqSeen + payload.Length;
            }

            bench.InjectAck(acked);
        }

        Assert.IsTrue(acked > 10000, "progress");
        bench.Bench.Wire.ClearSent();
        bench.ExpectNoLeaks();
    }

    /// <summary>The default tables with small rings: beside the tests, whole ones hardly fit a
    /// device.</summary>
    private static Limits SmallRings()
    {
        Limits limits = Limits.Default();
        limits.TcpSendRingBytes = 512;
        limits.TcpReceiveRingBytes = 512;
        return limits;
    }

    private static Socket NonBlocking(TcpBench bench)
    {
        Socket socket = new Socket(bench.Net);
        socket.Blocking = false;
        return socket;
    }

    /// <summary>Connections whose user has gone and whose FIN nobody answers.</summary>
    private static TcpBench[] Orphans(TcpBench bench, int count)
    {
        TcpBench[] orphans = new TcpBench[count];
        for (int i = 0; i < count; i++)
        {
            orphans[i] = TcpBench.Beside(bench, 7001 + i);
            orphans[i].Close();
            orphans[i].TakeSegment();
            bench.Advance(10);
        }

        return orphans;
    }

    /// <summary>A listener in the same stack, on the port connections are opened from.</summary>
    private static TcpBench Beside(TcpBench bench, int peerPort)
    {
        TcpBench listening = new TcpBench(bench.Bench);
        listening.PeerSourcePort = peerPort;
        listening.Socket = new Socket(bench.Net);
        listening.Socket.Bind(new IPEndPoint(IPAddress.Any, TcpBench.OurPort));
        listening.Socket.Listen(4);
        listening.Sock = bench.Net.Tcp.Table.FindListener(Frames.OurIp, TcpBench.OurPort);
        return listening;
    }

    private static void HalfOpen(TcpBench bench, int peerPort)
    {
        bench.PeerSourcePort = peerPort;
        bench.InjectSyn(TcpHeader.Syn);
        bench.TakeSegment();
        bench.OurIss = TcpHeader.SeqNumber(bench.Frame, TcpBench.TcpAt);
    }

    private static void Complete(TcpBench bench, int peerPort, uint iss)
    {
        bench.PeerSourcePort = peerPort;
        bench.OurIss = iss;
        Inject(bench, null);
    }

    private static void Inject(TcpBench bench, string text)
    {
        bench.Inject(0, text, 0, Ack);
    }
}
