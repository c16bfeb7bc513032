using System;
using System.IO;
using System.Linq;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoStack.Hal.Emac;
using NanoStack.Kernel;
using NanoStack.VirtualBoard;

namespace NanoStack.Tests.Host.Corridor;

/// <summary>One real send, room by room: what docs/corridor.md tells.</summary>
[TestClass]
public sealed class CorridorTests
{
    private const string Path = "docs/corridor.md";

    [TestMethod]
    public void Send_OfOneRecord_IsTheWalkOfTheDocument()
    {
        using CorridorWalk walk = new CorridorWalk();
        string text = CorridorText.Of(walk);
        if (Environment.GetEnvironmentVariable("NANOSTACK_UPDATE") == "1")
        {
            File.WriteAllText(Repo.At(Path), text);
        }

        string written = File.ReadAllText(Repo.At(Path)).Replace("\r\n", "\n");
        Assert.AreEqual(written, text, "NANOSTACK_UPDATE=1 writes " + Path);
    }

    [TestMethod]
    public void Send_Twice_IsTheSameToTheBit()
    {
        using CorridorWalk first = new CorridorWalk();
        using CorridorWalk second = new CorridorWalk();

        Assert.AreEqual(CorridorText.Of(first), CorridorText.Of(second));
    }

    [TestMethod]
    public void Send_OfOneRecord_OpensTheDoorsOfLinux()
    {
        using CorridorWalk walk = new CorridorWalk();
        string[] names = Names(walk.Ladder);

        string[] expected =
        {
            "send", "__sys_sendto", "sockfd_lookup_light", "sock_sendmsg", "inet_sendmsg",
            "tcp_sendmsg", "lock_sock", "tcp_sendmsg_locked", "__tcp_push_pending_frames",
            "tcp_write_xmit", "tcp_transmit_skb", "ip_queue_xmit", "ip_local_out", "nf_hook",
            "ip_output", "ip_finish_output", "ip_finish_output2", "ip_neigh_for_gw", "neigh_output",
            "neigh_connected_output", "dev_queue_xmit", "ndo_start_xmit", "tx ring: OWN",
            "dma tx poll demand", "tcp_event_new_data_sent", "release_sock",
        };
        CollectionAssert.AreEqual(expected, names, string.Join(" ", names));
    }

    [TestMethod]
    public void Send_OfOneRecord_GrowsByThreeHeaders()
    {
        using CorridorWalk walk = new CorridorWalk();

        Assert.AreEqual(60, LengthAt(walk.Ladder, TraceRoom.TcpTransmitSkb));
        Assert.AreEqual(60 + 20 + 12, LengthAt(walk.Ladder, TraceRoom.IpQueueXmit), "TCP, options");
        Assert.AreEqual(60 + 32 + 20, LengthAt(walk.Ladder, TraceRoom.IpLocalOut), "IP");
        Assert.AreEqual(60 + 52 + 14, LengthAt(walk.Ladder, TraceRoom.DevQueueXmit), "Ethernet");
        Assert.AreEqual(60 + 66, walk.Frame.Length);
        Assert.AreEqual(TxDescriptor.WholeFrame | TxDescriptor.Own, walk.Descriptor[0]);
        Assert.AreEqual(TxDescriptor.WholeFrame, walk.ControlAfter);
    }

    [TestMethod]
    public void Send_AfterItsAck_LeavesNothingBehind()
    {
        using CorridorWalk walk = new CorridorWalk();

        Assert.AreEqual(CorridorWalk.RecordLength, walk.UnackedBefore);
        Assert.AreEqual(0, walk.UnackedAfter);
        Assert.AreEqual(1, walk.SegmentsKept);
        Assert.AreEqual(walk.FreeSlotsBefore + 1, walk.FreeSlotsAfter);
    }

    [TestMethod]
    public void Ladder_EveryRoom_LiesBelowOneThatOpensItsDoor()
    {
        using CorridorWalk walk = new CorridorWalk();
        int[] depths = walk.Ladder.Depths();

        Assert.AreEqual(1, depths.Count(depth => depth == 0), "only send is at the top");
        Assert.AreEqual(Depth(walk.Ladder, TraceRoom.TcpTransmitSkb),
            Depth(walk.Ladder, TraceRoom.TcpEventNewDataSent));
        Assert.AreEqual(Depth(walk.Ladder, TraceRoom.LockSock),
            Depth(walk.Ladder, TraceRoom.ReleaseSock));
    }

    private static string[] Names(Ladder ladder)
    {
        return Enumerable.Range(0, ladder.Count)
            .Select(i => TraceRoom.LinuxName(ladder.RoomAt(i))).ToArray();
    }

    private static int IndexOf(Ladder ladder, int room)
    {
        return Enumerable.Range(0, ladder.Count).First(i => ladder.RoomAt(i) == room);
    }

    private static int LengthAt(Ladder ladder, int room) => ladder.LengthAt(IndexOf(ladder, room));

    private static int Depth(Ladder ladder, int room) => ladder.Depths()[IndexOf(ladder, room)];
}
