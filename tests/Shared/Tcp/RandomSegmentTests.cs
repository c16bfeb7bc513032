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

/// <summary>Whatever arrives, in whatever state: nothing breaks, nothing leaks, nothing storms.</summary>
[TestClass]
public sealed class RandomSegmentTests
{
    private const int Segments = 400;

    /// <summary>Rules 49, 80, 182 (own): random segments near the window and random calls of the
    /// user, four seeds.</summary>
    [TestMethod]
    public void RandomDialogues_LeaveNothingBehind()
    {
        for (uint seed = 1; seed <= 4; seed++)
        {
            RunSeed(seed);
        }
    }

    private static void RunSeed(uint seed)
    {
        string name = "seed " + seed.ToString();
        Lcg random = new Lcg(seed);
        TcpBench first = new TcpBench(BenchLimits.Default());
        TcpBench bench = Next(first, 10000);
        int connections = 1;
        for (int i = 0; i < Segments; i++)
        {
            first.Bench.Wire.ClearSent();
            Step(bench, random);
            int answers = first.Bench.Wire.SentCount;
            Assert.IsTrue(answers <= 4, name + ": " + answers.ToString() + " answers to one");
            bench.Bench.Wire.ClearSent();
            UserStep(bench, random);
            bench.ExpectNoLeaks();
            if (bench.State == TcpState.Closed)
            {
                bench.Socket.Close();
                bench.Advance(61000);
                bench.Bench.Wire.ClearSent();
                bench = Next(first, 10000 + connections);
                connections++;
            }
        }

        bench.Socket.Close();
        bench.Advance(2000000);
        Assert.AreEqual(
            bench.Net.Context.Limits.TcpConnectionCount,
            bench.Net.Tcp.Table.FreeConnectionCount, name);
        Assert.AreEqual(0, bench.Net.Tcp.TimeWait.Count, name);
        Assert.IsTrue(bench.Net.Pool.IsHome, name);
        Assert.IsTrue(connections > 2, name + ": nothing ever closed");
    }

    private static TcpBench Next(TcpBench first, int peerPort)
    {
        TcpBench bench = TcpBench.Beside(first, peerPort);
        bench.Socket.Blocking = false;
        return bench;
    }

    /// <summary>A segment that is wrong in one or two ways, or right.</summary>
    private static void Step(TcpBench bench, Lcg random)
    {
        int[] flags =
        {
            TcpHeader.Ack, TcpHeader.Ack, TcpHeader.Ack, TcpHeader.Ack | TcpHeader.Psh,
            TcpHeader.Ack | TcpHeader.Fin, TcpHeader.Syn, TcpHeader.Rst, 0, 0x3F,
            TcpHeader.Ack | TcpHeader.Urg, TcpHeader.Syn | TcpHeader.Ack,
        };
        TcpSock sock = bench.Sock;
        uint seq = sock.RcvNxt + (uint)(random.Below(4) == 0 ? random.Below(6000) - 2500 : 0);
        uint ack = sock.SndNxt + (uint)(random.Below(4) == 0 ? random.Below(3000) - 2000 : 0);
        int length = random.Below(3) == 0 ? random.Below(1400) : 0;
        int window = random.Below(4) == 0 ? random.Below(300) : 8192;
        byte[] options = null;
        if (random.Below(8) == 0)
        {
            options = new byte[4 * random.Below(10)];
            random.Fill(options);
        }

        bench.InjectRaw(
            seq, ack, flags[random.Below(flags.Length)], window, random.Below(0x10000), options,
            new byte[length]);
    }

    private static void UserStep(TcpBench bench, Lcg random)
    {
        try
        {
            switch (random.Below(12))
            {
                case 0:
                case 1:
                    bench.Socket.Send(new byte[1 + random.Below(1500)]);
                    break;

                case 2:
                case 3:
                    bench.Socket.Receive(new byte[1 + random.Below(1500)]);
                    break;

                case 4:
                    bench.Advance(random.Below(random.Below(2) == 0 ? 300 : 20000));
                    break;

                case 5:
                    bench.Bench.Wire.FreeSlots = random.Below(3);
                    bench.Advance(50);
                    bench.Bench.Wire.FreeSlots = int.MaxValue;
                    break;

                case 6:
                    if (random.Below(6) == 0)
                    {
                        bench.Socket.Shutdown(SocketShutdown.Send);
                    }

                    break;
            }
        }
        catch (SocketException)
        {
        }

        bench.Bench.Poll();
    }
}
