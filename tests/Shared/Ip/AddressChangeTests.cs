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

namespace NanoStack.Tests.Ip;

/// <summary>Our address becomes another (RFC 1122, 3.2.1.3): no datagram leaves with one that is not
/// ours, and what lived on the old one ends.</summary>
[TestClass]
public sealed class AddressChangeTests
{
    private const uint NewIp = Frames.OurIp + 40;

    /// <summary>Rule 160 (RFC 1122, 3.2.1.3).</summary>
    [TestMethod]
    public void Data_OfAConnectionOfTheOldAddress_DoesNotLeave()
    {
        TcpBench bench = TcpBench.Established();
        Move(bench);

        TcpBench.ExpectError(
            SocketError.ConnectionAborted, () => bench.Socket.Send(Frames.Bytes("late")));

        bench.Advance(1000);
        ExpectNoForeignSource(bench);
        bench.ExpectState(TcpState.Closed);
        Assert.AreEqual(1, bench.Count(Mib.TcpAbortOnAddress));
        Assert.AreEqual(1, bench.Count(Mib.TcpEstabResets));
        bench.ExpectNoLeaks();
    }

    /// <summary>What is in flight is not sent again, however long it waits.</summary>
    [TestMethod]
    public void Retransmission_OfTheOldAddress_DoesNotLeave()
    {
        TcpBench bench = TcpBench.Established();
        bench.Send("lost");
        bench.TakeSegment();
        Move(bench);
        bench.Advance(130000);
        ExpectNoForeignSource(bench);
        bench.ExpectNoLeaks();
    }

    [TestMethod]
    public void Receive_OfTheOldAddress_SaysWhatHappened()
    {
        TcpBench bench = TcpBench.Established();
        Move(bench);
        Assert.IsTrue(bench.Socket.Poll(0, SelectMode.SelectRead), "nobody waits for it");
        TcpBench.ExpectError(
            SocketError.ConnectionAborted, () => bench.Socket.Receive(new byte[4]));
    }

    /// <summary>Every state in which somebody may still be spoken to.</summary>
    [TestMethod]
    public void Connection_InAnyState_Ends()
    {
        TcpBench[] benches =
        {
            TcpBench.SynSent(), TcpBench.SynReceived(), TcpBench.Established(),
            TcpBench.FinWait1(), TcpBench.FinWait2(), TcpBench.CloseWait(), TcpBench.Closing(),
            TcpBench.LastAck(),
        };
        foreach (TcpBench bench in benches)
        {
            string state = TcpStates.NameOf(bench.State);
            Move(bench);
            Assert.AreEqual((int)TcpState.Closed, (int)bench.State, state);
            Assert.AreEqual(1, bench.Count(Mib.TcpAbortOnAddress), state);
            bench.Advance(70000);
            ExpectNoForeignSource(bench);
            bench.ExpectNoLeaks();
        }
    }

    /// <summary>A connection whose user has gone holds rings: it ends too.</summary>
    [TestMethod]
    public void Orphan_OfTheOldAddress_GivesItsRingsBack()
    {
        TcpBench bench = TcpBench.Established();
        bench.Send("last words");
        bench.Close();
        Move(bench);
        Assert.AreEqual(BenchLimits.ConnectionCount, bench.Net.Tcp.Table.FreeConnectionCount);
        bench.Advance(70000);
        ExpectNoForeignSource(bench);
        bench.ExpectNoLeaks();
    }

    [TestMethod]
    public void Connect_UnderWay_EndsWithTheError()
    {
        TcpBench bench = TcpBench.SynSent();
        Move(bench);
        TcpBench.ExpectError(
            SocketError.ConnectionAborted, () => bench.Socket.Connect(bench.PeerPoint));
        Assert.AreEqual(1, bench.Count(Mib.TcpAttemptFails));
        ExpectNoForeignSource(bench);
    }

    [TestMethod]
    public void Syn_ThatWaitsForArp_DoesNotLeaveFromTheOldAddress()
    {
        TcpBench bench = new TcpBench(BenchLimits.Default());
        bench.Bench.Wire.PeerAnswersArp = false;
        StartConnect(bench, new Socket(bench.Net));
        Move(bench);
        bench.Bench.Wire.PeerAnswersArp = true;
        bench.Advance(1100);                            // ARP would ask again and be answered
        ExpectNoForeignSource(bench);
        bench.ExpectNoLeaks();
    }

    /// <summary>Parked by who had asked for our address a moment before it changed: the last look is at
    /// the device.</summary>
    [TestMethod]
    public void Packet_ParkedAfterTheChange_IsRefusedAtTheDevice()
    {
        TcpBench bench = new TcpBench(BenchLimits.Default());
        bench.Bench.Wire.PeerAnswersArp = false;
        Move(bench);
        bench.Net.Tcp.Reply.SendAck(
            Frames.OurIp, TcpBench.OurPort, Frames.PeerIp, TcpBench.PeerPort, 1, 1, 1000, false, 0,
            0, bench.NowMs);
        bench.Bench.Wire.PeerAnswersArp = true;
        bench.Advance(1100);
        bench.ExpectSilence();
        Assert.AreEqual(1, bench.Count(Mib.IpOutNotOurs));
        bench.ExpectNoLeaks();
    }

    /// <summary>A segment whose sender had looked before the change: refused and counted, and the
    /// connection goes with the polling thread's next look.</summary>
    [TestMethod]
    public void Segment_OnItsWayAtTheChange_IsRefusedAtTheDevice()
    {
        TcpBench bench = TcpBench.Established();
        bench.Net.Route.Assign(bench.Bench.Wire, NewIp, Frames.Mask, Frames.GatewayIp);
        bench.Socket.Send(Frames.Bytes("late"));
        bench.ExpectSilence();
        Assert.AreEqual(1, bench.Count(Mib.IpOutNotOurs));
        Assert.AreEqual(1, bench.Count(Mib.IpOutDiscards));
    }

    /// <summary>A connect that had looked up its source before the change.</summary>
    [TestMethod]
    public void Handshake_CompletedAtTheChange_EndsWithTheNextPoll()
    {
        TcpBench bench = TcpBench.Established();
        bench.Net.Tcp.Address.Changed(bench.NowMs);
        bench.ExpectState(TcpState.Established);
        bench.Net.Route.Assign(bench.Bench.Wire, NewIp, Frames.Mask, Frames.GatewayIp);
        bench.Sock.Lock();
        int nextMs = bench.Net.Poll(bench.NowMs);       // its user is at it: not now
        Assert.AreEqual(1, nextMs - bench.NowMs);
        bench.ExpectState(TcpState.Established);
        bench.Sock.Release(bench.NowMs);

        bench.Bench.Poll();
        bench.ExpectState(TcpState.Closed);
        Assert.AreEqual(1, bench.Count(Mib.TcpAbortOnAddress));
    }

    [TestMethod]
    public void SynAck_OfAHalfOpenConnection_IsNotSentAgainFromTheOldAddress()
    {
        TcpBench bench = TcpBench.Listening();
        bench.InjectSyn(TcpHeader.Syn);
        bench.TakeSegment();
        Move(bench);
        Assert.AreEqual(0, bench.Net.Tcp.SynQueue.Count);
        Assert.AreEqual(1, bench.Count(Mib.TcpAttemptFails));
        bench.Advance(70000);
        ExpectNoForeignSource(bench);
        bench.ExpectNoLeaks();
    }

    /// <summary>Its numbers would be the only thing that is left of the old address.</summary>
    [TestMethod]
    public void TimeWait_OfTheOldAddress_Goes()
    {
        TcpBench bench = TcpBench.TimeWait();
        Move(bench);
        Assert.AreEqual(0, bench.Net.Tcp.TimeWait.Count);
        bench.Inject(0, null, 1, TcpHeader.Fin | TcpHeader.Ack);
        bench.ExpectSilence();
        bench.ExpectNoLeaks();
    }

    /// <summary>A segment or a ping to the old address meets nobody: no RST, no answer.</summary>
    [TestMethod]
    public void WhatComesToTheOldAddress_IsNotAnswered()
    {
        TcpBench bench = TcpBench.Listening();
        Move(bench);
        int before = bench.Count(Mib.IpInAddrErrors);
        bench.InjectSyn(TcpHeader.Syn);
        bench.InjectRaw(1, 1, TcpHeader.Ack, 1000, 0, null, null);
        bench.Bench.Inject(AttackFrames.Echo(Frames.Bytes("who?")));
        bench.ExpectSilence();
        Assert.AreEqual(before + 3, bench.Count(Mib.IpInAddrErrors));
        bench.ExpectNoLeaks();
    }

    /// <summary>Nobody hears from the old address that its datagram did not become whole, and the packet
    /// it was collected in is free at once.</summary>
    [TestMethod]
    public void Fragments_ToTheOldAddress_AreForgotten()
    {
        TcpBench bench = new TcpBench(BenchLimits.Default());
        bench.Bench.Inject(AttackFrames.Fragment(7, 0, true, new byte[64]));
        Move(bench);
        Assert.AreEqual(1, bench.Count(Mib.IpReasmFails));
        bench.ExpectNoLeaks();
        bench.Advance(Limits.IpFragTimeMs + 1000);
        bench.ExpectSilence();
        Assert.AreEqual(0, bench.Count(Mib.IcmpOutMsgs));
    }

    [TestMethod]
    public void Connect_OfASocketBoundToTheOldAddress_Fails()
    {
        TcpBench bench = new TcpBench(BenchLimits.Default());
        Socket socket = new Socket(bench.Net);
        socket.Bind(new IPEndPoint(IPAddress.FromValue(Frames.OurIp), TcpBench.OurPort));
        Move(bench);
        TcpBench.ExpectError(
            SocketError.AddressNotAvailable, () => socket.Connect(bench.PeerPoint));
        bench.Bench.Poll();
        bench.ExpectSilence();
    }

    /// <summary>Rule 160: 127.0.0.1 is an address of ours that no wire may see.</summary>
    [TestMethod]
    public void Connect_FromLoopbackToTheWire_Fails()
    {
        TcpBench bench = new TcpBench(BenchLimits.Default());
        Socket socket = new Socket(bench.Net);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, TcpBench.OurPort));
        TcpBench.ExpectError(
            SocketError.AddressNotAvailable, () => socket.Connect(bench.PeerPoint));
        bench.Bench.Poll();
        bench.ExpectSilence();
    }

    /// <summary>A listener is no connection: it waits for its address, as in Linux.</summary>
    [TestMethod]
    public void Listener_OfTheOldAddress_ServesWhenItComesBack()
    {
        TcpBench bench = new TcpBench(BenchLimits.Default());
        bench.Socket = new Socket(bench.Net);
        bench.Socket.Bind(new IPEndPoint(IPAddress.FromValue(Frames.OurIp), TcpBench.OurPort));
        bench.Socket.Listen(1);
        Move(bench);
        bench.InjectSyn(TcpHeader.Syn);
        bench.ExpectSilence();

        SetAddress(bench, Frames.OurIp, Frames.GatewayIp);
        bench.Bench.Poll();
        bench.Bench.Wire.ClearSent();
        bench.AcceptFrom();
        bench.ExpectAlive(0, 0);
    }

    /// <summary>Nobody had accepted it: the error is there when somebody does.</summary>
    [TestMethod]
    public void Connection_NotYetAccepted_EndsToo()
    {
        TcpBench bench = TcpBench.Listening();
        bench.InjectSyn(TcpHeader.Syn);
        bench.TakeSegment();
        bench.OurIss = TcpHeader.SeqNumber(bench.Frame, TcpBench.TcpAt);
        bench.Inject(0, null, 0, TcpHeader.Ack);
        Move(bench);
        Assert.AreEqual(1, bench.Count(Mib.TcpAbortOnAddress));
        bench.Advance(1000);
        ExpectNoForeignSource(bench);
    }

    /// <summary>The lease was renewed: nothing has changed.</summary>
    [TestMethod]
    public void SameAddress_SetAgain_ChangesNothing()
    {
        TcpBench bench = TcpBench.Established();
        bench.Bench.Wire.KeepsArp = true;
        int generation = bench.Net.Route.Generation;
        SetAddress(bench, Frames.OurIp, Frames.GatewayIp);
        bench.Advance(3000);
        bench.ExpectSilence();                          // not even an announcement
        Assert.AreEqual(generation, bench.Net.Route.Generation);
        Assert.IsNotNull(bench.Net.Neighbours.Lookup(bench.Bench.Wire, Frames.PeerIp));
        bench.ExpectAlive(0, 0);
    }

    /// <summary>Another gateway is no other address.</summary>
    [TestMethod]
    public void Gateway_Changed_KeepsConnectionsAndNeighbours()
    {
        TcpBench bench = TcpBench.Established();
        SetAddress(bench, Frames.OurIp, Frames.GatewayIp - 1);
        bench.Bench.Poll();
        Assert.IsNotNull(bench.Net.Neighbours.Lookup(bench.Bench.Wire, Frames.PeerIp));
        bench.ExpectAlive(0, 0);
        Assert.AreEqual(0, bench.Count(Mib.TcpAbortOnAddress));
    }

    /// <summary>There and back: what ended stays so, and what comes is new.</summary>
    [TestMethod]
    public void Address_ThatComesBack_BringsNothingBack()
    {
        TcpBench bench = TcpBench.Established();
        SetAddress(bench, NewIp, Frames.GatewayIp);
        SetAddress(bench, Frames.OurIp, Frames.GatewayIp);
        bench.Bench.Poll();
        bench.ExpectState(TcpState.Closed);
        bench.Socket.Close();
        bench.Bench.Wire.ClearSent();
        TcpBench next = TcpBench.Beside(bench, TcpBench.PeerPort + 1);
        next.ExpectAlive(0, 0);
        Assert.AreEqual(1, bench.Count(Mib.TcpAbortOnAddress));
    }

    private static void Move(TcpBench bench)
    {
        SetAddress(bench, NewIp, Frames.GatewayIp);
        bench.Bench.Poll();
        bench.Bench.Wire.ClearSent();
    }

    private static void SetAddress(TcpBench bench, uint address, uint gateway)
    {
        bench.Net.SetAddress(
            bench.Bench.Wire, IPAddress.FromValue(address), IPAddress.FromValue(Frames.Mask),
            IPAddress.FromValue(gateway));
    }

    private static void StartConnect(TcpBench bench, Socket socket)
    {
        socket.Blocking = false;
        TcpBench.ExpectError(SocketError.WouldBlock, () => socket.Connect(bench.PeerPoint));
        bench.Bench.Poll();
    }

    private static void ExpectNoForeignSource(TcpBench bench)
    {
        byte[] frame = bench.Bench.Wire.TakeSent();
        while (frame != null)
        {
            Assert.AreEqual(NewIp, IpHeader.Source(frame, EthHeader.Length), "source address");
            frame = bench.Bench.Wire.TakeSent();
        }
    }
}
