#if NANOFRAMEWORK_1_0
using nanoFramework.TestFramework;
#else
using Microsoft.VisualStudio.TestTools.UnitTesting;
#endif
using System;
using NanoStack.Kernel;
using NanoStack.Sockets;
using NanoStack.Tests.Bench;
using NanoStack.Wire;

namespace NanoStack.Tests.Rules;

/// <summary>Rules about segments that belong to no dialogue of their own.</summary>
[TestClass]
public sealed class SegmentTests
{
    private const int Ack = TcpHeader.Ack;

    /// <summary>Rule 2 (RFC 9293, 3.1, MUST-2): every length, odd ones too, and data of zeros and ones
    /// alone. The bench looks at each segment's checksum.</summary>
    [TestMethod]
    public void Checksum_OfEverySegment_IsRight()
    {
        TcpBench bench = TcpBench.Established();
        int seq = 0;
        for (int length = 1; length < 40; length++)
        {
            byte[] data = new byte[length];
            for (int i = 0; i < length; i++)
            {
                data[i] = (byte)((length & 1) != 0 ? 0xFF : 0);
            }

            bench.Socket.Send(data);
            bench.Bench.Poll();
            bench.TakeSegment();
            Assert.AreEqual(TcpBench.TcpAt + TcpHeader.LengthMin + length, bench.Frame.Length);
            seq += length;
            bench.InjectAck(seq);
        }

        bench.Close();
        bench.ExpectFlags(seq, TcpHeader.Fin | Ack);
        bench.ExpectNoLeaks();
    }

    /// <summary>Rule 54 (RFC 9293, 3.10.7.4, MUST-58, MUST-59): what waits in the device's ring is
    /// processed before it is acknowledged, once.</summary>
    [TestMethod]
    public void Segments_ThatWaitTogether_GetOneAck()
    {
        TcpBench bench = TcpBench.Established();

        for (int i = 0; i < 4; i++)
        {
            bench.Bench.Wire.Arrive(Data(bench, i * 100, 100));
        }

        bench.Bench.Poll();

        bench.ExpectAck(400);
        bench.ExpectSilence();
        bench.ExpectRead(TcpBench.Text(0, 400));
        bench.ExpectNoLeaks();
    }

    /// <summary>Rules 54, 121 (RFC 5681, 4.2): those out of order are not put together: each says
    /// something to the sender's loss recovery.</summary>
    [TestMethod]
    public void Segments_OutOfOrder_GetAnAckEach()
    {
        TcpBench bench = TcpBench.Established();

        for (int i = 1; i < 4; i++)
        {
            bench.Bench.Wire.Arrive(Data(bench, i * 100, 100));
        }

        bench.Bench.Wire.Arrive(Data(bench, 0, 100));
        bench.Bench.Poll();

        bench.ExpectAck(0);
        bench.ExpectAck(0);
        bench.ExpectAck(0);
        bench.ExpectAck(400);
        bench.ExpectSilence();
        bench.ExpectRead(TcpBench.Text(0, 400));
    }

    /// <summary>Rule 100 (RFC 6298, 3): a sample at every round trip in which something was acknowledged
    /// that was sent once.</summary>
    [TestMethod]
    public void RoundTrip_IsSampledEachTime()
    {
        TcpBench bench = TcpBench.Established();
        int before = bench.Count(Mib.TcpRttSamples);

        for (int i = 0; i < 10; i++)
        {
            bench.SendText(i * 10, 10);
            bench.ExpectText(i * 10, 10);
            bench.Advance(20);
            bench.InjectAck((i + 1) * 10);
        }

        Assert.AreEqual(before + 10, bench.Count(Mib.TcpRttSamples));
        bench.ExpectSilence();
    }

    /// <summary>Rule 143 (RFC 9293, 3.9.1.9, MUST-48; 3.9.2, MUST-49): 64 and 0 unless the user says
    /// something else; then every segment has it.</summary>
    [TestMethod]
    public void TtlAndTos_AreTheUsers()
    {
        TcpBench bench = TcpBench.Established();
        ExpectTtlAndTos(bench, 64, 0);

        bench.Socket.Ttl = 3;
        bench.Socket.SetSocketOption(
            SocketOptionLevel.IP, SocketOptionName.TypeOfService, 0xB8);
        bench.SendText(0, 5);
        bench.ExpectText(0, 5);
        ExpectTtlAndTos(bench, 3, 0xB8);
        bench.Inject(1, "late", 5, Ack);
        bench.ExpectAck(0);
        ExpectTtlAndTos(bench, 3, 0xB8);

        Assert.AreEqual(3, bench.Socket.Ttl);
        Assert.AreEqual(
            0xB8,
            bench.Socket.GetSocketOption(SocketOptionLevel.IP, SocketOptionName.TypeOfService));
    }

    /// <summary>Rules 143, 152 (RFC 9293, 3.9.2; RFC 1122, 3.2.1.7): a TTL of 0 is not to be had.</summary>
    [TestMethod]
    public void Ttl_OfZero_IsRefused()
    {
        Socket socket = TcpBench.Established().Socket;

        Expect.Throws(typeof(ArgumentOutOfRangeException), () => socket.Ttl = 0);
        Expect.Throws(typeof(ArgumentOutOfRangeException), () => socket.Ttl = 256);
        Assert.AreEqual(64, socket.Ttl);
    }

    /// <summary>Rule 143 (RFC 9293, 3.9.1.9): who is accepted has what the listener's user set, from its
    /// first segment on.</summary>
    [TestMethod]
    public void TtlAndTos_OfAListener_GoToItsConnections()
    {
        TcpBench bench = TcpBench.Listening();
        bench.Socket.Ttl = 9;
        bench.Socket.SetSocketOption(
            SocketOptionLevel.IP, SocketOptionName.TypeOfService, 0x20);

        bench.AcceptFrom();
        ExpectTtlAndTos(bench, 9, 0x20);
        bench.Send("hello");
        bench.Expect(0, "hello", Ack | TcpHeader.Psh);

        ExpectTtlAndTos(bench, 9, 0x20);
    }

    private static void ExpectTtlAndTos(TcpBench bench, int ttl, int tos)
    {
        Assert.AreEqual(ttl, IpHeader.Ttl(bench.Frame, EthHeader.Length), "TTL");
        Assert.AreEqual(tos, IpHeader.Tos(bench.Frame, EthHeader.Length), "TOS");
    }

    private static byte[] Data(TcpBench bench, int seq, int count)
    {
        return Frames.Tcp(
            Frames.PeerIp, Frames.OurIp, TcpBench.PeerPort, TcpBench.OurPort,
            bench.PeerIss + 1 + (uint)seq, bench.OurIss + 1, Ack, bench.PeerWindow, 0, null,
            Frames.Bytes(TcpBench.Text(seq, count)));
    }
}
