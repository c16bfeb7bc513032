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

/// <summary>When data is acknowledged (RFC 9293, 3.8.6.3; RFC 5681, 4.2).</summary>
[TestClass]
public sealed class DelayedAckTests
{
    private const int Ack = TcpHeader.Ack;

    /// <summary>Rule 92 (RFC 9293, 3.8.6.3, MUST-40): a lone short segment is acknowledged in less
    /// than half a second.</summary>
    [TestMethod]
    public void ShortSegment_IsAckedWithinHalfASecond()
    {
        TcpBench bench = Settled(out int seq);
        int before = bench.Count(Mib.TcpDelayedAcks);
        bench.Inject(seq, "x", 0, Ack);
        bench.ExpectSilence();
        Assert.AreEqual(before + 1, bench.Count(Mib.TcpDelayedAcks));
        bench.Advance(Limits.TcpDelayedAckMsMin - 1);
        bench.ExpectSilence();
        bench.Advance(1);
        bench.ExpectAck(seq + 1);
        bench.Advance(1000);
        bench.ExpectSilence();
    }

    /// <summary>Rule 92 (RFC 9293, 3.8.6.3, SHLD-19): every second full segment is acknowledged at
    /// once.</summary>
    [TestMethod]
    public void SecondFullSegment_IsAckedAtOnce()
    {
        TcpBench bench = Settled(out int seq);
        bench.Inject(seq, TcpBench.Text(0, 200), 0, Ack);
        bench.ExpectSilence();
        bench.Inject(seq + 200, TcpBench.Text(200, 200), 0, Ack);
        bench.ExpectAck(seq + 400);
        bench.Inject(seq + 400, TcpBench.Text(400, 200), 0, Ack);
        bench.ExpectSilence();
    }

    /// <summary>Rule 92 (RFC 9293, 3.8.6.3): data of ours carries the ACK; nothing
    /// follows.</summary>
    [TestMethod]
    public void OurData_CarriesTheAck()
    {
        TcpBench bench = Settled(out int seq);
        bench.Inject(seq, "question", 0, Ack);
        bench.ExpectSilence();
        bench.Send("answer");
        bench.ExpectData(0, "answer");
        Assert.AreEqual(seq + 8, bench.AckSeen);
        bench.Inject(seq + 8, null, 6, Ack);
        bench.Advance(1000);
        bench.ExpectSilence();
    }

    /// <summary>Rules 52, 121 (RFC 5681, 4.2): a duplicate and a segment ahead of a hole are
    /// answered at once.</summary>
    [TestMethod]
    public void DuplicateOrHole_IsAnsweredAtOnce()
    {
        TcpBench bench = Settled(out int seq);
        bench.Inject(seq + 5, "ahead", 0, Ack);
        bench.ExpectAck(seq);
        bench.Inject(seq - 5, "bytes", 0, Ack);
        bench.ExpectAck(seq);
    }

    /// <summary>Rule 121 (RFC 5681, 4.2): a segment that fills a hole, or a part of one, is
    /// acknowledged at once.</summary>
    [TestMethod]
    public void HalfAHoleFilled_IsAckedAtOnce()
    {
        TcpBench bench = Settled(out int seq);
        bench.Inject(seq + 20, "x", 0, Ack);
        bench.ExpectAck(seq);
        bench.Inject(seq, "0123456789", 0, Ack);
        bench.ExpectAck(seq + 10);
    }

    /// <summary>Rule 186 (own): an ACK that finds no slot in the transmit ring is sent a moment
    /// later.</summary>
    [TestMethod]
    public void Ack_WithoutASlot_ComesLater()
    {
        TcpBench bench = TcpBench.Established();
        bench.Bench.Wire.FreeSlots = 0;
        bench.Inject(0, "abc", 0, Ack);
        bench.ExpectSilence();
        bench.Bench.Wire.FreeSlots = int.MaxValue;
        bench.Advance(Limits.TcpDelayedAckMsMax);
        bench.ExpectAck(3);
        bench.ExpectNoLeaks();
    }

    /// <summary>A connection whose first, quick ACKs are over; segments of 200 bytes are
    /// full.</summary>
    private static TcpBench Settled(out int seq)
    {
        TcpBench bench = TcpBench.Established(200);
        seq = 0;
        for (int i = 0; i < Limits.TcpQuickAckSegments; i++)
        {
            bench.Inject(seq, "bytes", 0, Ack);
            seq += 5;
            if (i % 4 == 3)
            {
                bench.Receive();
            }
        }

        bench.Advance(1000);
        bench.Bench.Wire.ClearSent();
        return bench;
    }
}
