using System;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoStack.Sockets;
using NanoStack.Tcp;
using NanoStack.Tests.Bench;
using NanoStack.Wire;

namespace NanoStack.Tests.Host.Fuzz;

/// <summary>Every good frame cut at every byte, in every state: by the wire, and by an IP header that
/// says so and sums.</summary>
[TestClass]
public sealed class TruncationTests
{
    [TestMethod]
    public void EveryKind_CutAnywhere_DoesNoHarm()
    {
        FuzzBench bench = new FuzzBench();
        foreach (byte[] frame in Templates.All())
        {
            CutEverywhere(bench, frame);
        }

        bench.ExpectAlive();
    }

    [TestMethod]
    public void Segments_CutAnywhere_InEstablished()
    {
        FuzzBench bench = new FuzzBench();
        bench.Connect();
        uint seq = bench.Sock.RcvNxt;
        CutEverywhere(bench, Templates.Tcp(
            bench.PeerPort, seq, bench.Sock.SndNxt, TcpHeader.Ack, new byte[20]));
        CutEverywhere(bench, Templates.Tcp(
            bench.PeerPort, seq + 500, bench.Sock.SndNxt, TcpHeader.Ack, new byte[20]));
        CutEverywhere(bench, Templates.Tcp(
            bench.PeerPort, seq, bench.Sock.SndNxt, TcpHeader.Syn, null));
        bench.ExpectAlive();
    }

    [TestMethod]
    public void Segments_CutAnywhere_InSynSent()
    {
        for (int kind = 0; kind < 3; kind++)
        {
            FuzzBench bench = new FuzzBench();
            Socket socket = new Socket(bench.Net);
            socket.Blocking = false;
            try
            {
                socket.Connect(new IPEndPoint(IPAddress.FromValue(Frames.PeerIp), 7000));
            }
            catch (SocketException)
            {
            }

            TcpSock sock = FindSynSent(bench);
            int flags = kind == 0 ? TcpHeader.Syn | TcpHeader.Ack
                : kind == 1 ? TcpHeader.Syn : TcpHeader.Rst | TcpHeader.Ack;
            byte[] frame = Frames.Tcp(
                Frames.PeerIp, Frames.OurIp, 7000, sock.LocalPort, TcpBench.PeerIssDefault,
                sock.SndNxt, flags, 8192, 0,
                new byte[] { 2, 4, 5, 180, 1, 1, 8, 10, 0, 0, 0, 9, 0, 0, 0, 0, 1, 3, 3, 7 }, null);
            CutEverywhere(bench, frame);
            FuzzBench.Abort(socket);
            bench.ExpectAlive();
        }
    }

    [TestMethod]
    public void Segments_CutAnywhere_InTimeWait()
    {
        FuzzBench bench = new FuzzBench();
        bench.Connect();
        bench.Socket.Shutdown(SocketShutdown.Send);
        uint seq = bench.Sock.RcvNxt;
        uint ack = bench.Sock.SndNxt;
        bench.Deliver(FuzzBench.Segment(bench.PeerPort, seq, ack, TcpHeader.Ack, null));
        bench.Deliver(FuzzBench.Segment(
            bench.PeerPort, seq, ack, TcpHeader.Fin | TcpHeader.Ack, null));
        Assert.AreEqual(1, bench.Net.Tcp.TimeWait.Count);

        CutEverywhere(bench, Templates.Tcp(
            bench.PeerPort, seq, ack, TcpHeader.Fin | TcpHeader.Ack, null));
        CutEverywhere(bench, Templates.Tcp(
            bench.PeerPort, seq + 1, ack, TcpHeader.Ack, new byte[9]));
        CutEverywhere(bench, Templates.Tcp(bench.PeerPort, seq, ack, TcpHeader.Rst, null));
        CutEverywhere(bench, Templates.Tcp(bench.PeerPort, seq - 9, 0, TcpHeader.Syn, null));
        CutEverywhere(bench, Templates.Tcp(bench.PeerPort, seq + 9, 0, TcpHeader.Syn, null));
        bench.ExpectAlive();
    }

    private static TcpSock FindSynSent(FuzzBench bench)
    {
        for (int i = 0; i < bench.Net.Tcp.Table.Count; i++)
        {
            if (bench.Net.Tcp.Table.At(i).State == TcpState.SynSent)
            {
                return bench.Net.Tcp.Table.At(i);
            }
        }

        throw new AssertFailedException("nobody connects");
    }

    private static void CutEverywhere(FuzzBench bench, byte[] frame)
    {
        for (int length = 0; length <= frame.Length; length++)
        {
            bench.Fire(frame, length, 0);
        }

        bool isIp = EthHeader.Type(frame, 0) == EthHeader.TypeIp;
        for (int length = AttackFrames.IcmpAt; isIp && length < frame.Length; length++)
        {
            byte[] cut = AttackFrames.Cut(frame, length);
            ByteOrder.Write16(cut, EthHeader.Length + 2, length - EthHeader.Length);
            Frames.SumIp(cut);
            SumInner(cut);
            bench.Fire(cut, length, 0);
        }
    }

    /// <summary>Otherwise the checksum alone would keep it out.</summary>
    private static void SumInner(byte[] frame)
    {
        int at = AttackFrames.IcmpAt;
        int protocol = IpHeader.Protocol(frame, EthHeader.Length);
        if (protocol == IpHeader.ProtocolTcp && frame.Length - at >= TcpHeader.LengthMin)
        {
            AttackFrames.WithTcpByte(frame, 0, frame[at]);
        }
        else if (protocol == IpHeader.ProtocolIcmp && frame.Length - at >= 4)
        {
            IcmpHeader.SetChecksum(frame, at, 0);
            uint sum = InetChecksum.Add(0, frame, at, frame.Length - at);
            IcmpHeader.SetChecksum(frame, at, InetChecksum.Fold(sum));
        }
    }
}
