using System.Threading.Tasks;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoStack.Kernel;
using NanoStack.Sockets;

namespace NanoStack.Tests.Host.Tap;

/// <summary>Readers that sleep: windows that shut and open, and probes of them.</summary>
[TestClass]
[TestCategory(TapEnvironment.Category)]
public sealed class WindowTests
{
    public TestContext TestContext { get; set; }

    [TestMethod]
    public void Send_TheKernelDoesNotRead_ProbesAndGoesOnWhenItDoes()
    {
        using TapBench bench = new TapBench(TestContext.TestName);
        using (TapPair pair = TapPair.OpenedByUs(bench, 4096))
        {
            byte[] data = Streams.Pattern(1, 40000);
            Task send = Streams.Start(() =>
            {
                Streams.SendAll(pair.Ours, data);
                pair.Ours.Shutdown(SocketShutdown.Send);
            });
            TapBench.WaitFor(
                () => bench.Count(Mib.TcpZeroWindowProbes) >= 2, "probes of the shut window");
            Assert.IsFalse(send.IsCompleted, "all went out into a shut window");

            Streams.ExpectSame(data, Streams.ReadToEnd(pair.Theirs));
            send.GetAwaiter().GetResult();
        }

        bench.ExpectSound();
        Assert.AreEqual(0, bench.Count(Mib.TcpTimeouts), "a shut window is no loss");
    }

    [TestMethod]
    public void Receive_WeDoNotRead_TheKernelProbesAndGoesOnWhenWeDo()
    {
        using TapBench bench = new TapBench(TestContext.TestName);
        using (TapPair pair = TapPair.OpenedByKernel(bench))
        {
            byte[] data = Streams.Pattern(2, 40000);
            Task send = Streams.Start(() =>
            {
                Streams.SendAll(pair.Theirs, data);
                pair.Theirs.Shutdown(System.Net.Sockets.SocketShutdown.Send);
            });
            TapBench.WaitFor(
                () => bench.Count(Mib.TcpInWindowProbe) >= 2, "the kernel's probes");
            Assert.AreEqual(Limits.Default().TcpReceiveRingBytes, pair.Ours.Available);

            Streams.ExpectSame(data, Streams.ReadToEnd(pair.Ours));
            send.GetAwaiter().GetResult();
        }

        bench.ExpectSound();
    }

    /// <summary>A reader that takes a few bytes at a time must not make the kernel send crumbs
    /// (silly windows, RFC 9293, 3.8.6.2.2): no advertised window lies between shut and half our
    /// ring, apart from what is left of one that was open.</summary>
    [TestMethod]
    public void Receive_InCrumbs_DrawsNoCrumbs()
    {
        const int Bytes = 60000;
        using TapBench bench = new TapBench(TestContext.TestName);
        int segmentsBefore;
        using (TapPair pair = TapPair.OpenedByKernel(bench))
        {
            segmentsBefore = bench.Tap.FramesFromKernel;
            byte[] data = Streams.Pattern(3, Bytes);
            Task send = Streams.Start(() =>
            {
                Streams.SendAll(pair.Theirs, data);
                pair.Theirs.Shutdown(System.Net.Sockets.SocketShutdown.Send);
            });
            byte[] received = new byte[Bytes];
            int at = 0;
            while (at < Bytes)
            {
                int part = at + 100 < Bytes ? 100 : Bytes - at;
                at += pair.Ours.Receive(received, at, part, SocketFlags.None);
            }

            Assert.AreEqual(0, pair.Ours.Receive(new byte[1]));
            Streams.ExpectSame(data, received);
            send.GetAwaiter().GetResult();
        }

        int segments = bench.Tap.FramesFromKernel - segmentsBefore;
        Assert.IsTrue(segments < Bytes / 512, segments + " segments for " + Bytes + " bytes");
        bench.ExpectSoundAndSmooth();
    }

    /// <summary>The window opens and nobody hears of it: the probes of who waits find out.</summary>
    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void WindowUpdate_Lost_IsFoundByProbes(bool isOurReader)
    {
        using TapBench bench = new TapBench(
            TestContext.TestName + (isOurReader ? "-us" : "-kernel"));
        using (TapPair pair = TapPair.OpenedByUs(bench, isOurReader ? 0 : 4096))
        {
            byte[] data = Streams.Pattern(6, 40000);
            Task send = Streams.Start(() => SendAndFinish(pair, !isOurReader, data));
            int probes = isOurReader ? Mib.TcpInWindowProbe : Mib.TcpZeroWindowProbes;
            TapBench.WaitFor(() => bench.Count(probes) >= 1, "a probe of the shut window");
            int side = isOurReader ? TapBench.BoardSide : TapBench.KernelSide;
            bench.Wire.FaultsFrom(side).LoseNext = 1;

            Streams.ExpectSame(
                data, isOurReader ? Streams.ReadToEnd(pair.Ours) : Streams.ReadToEnd(pair.Theirs));
            send.GetAwaiter().GetResult();
            Assert.IsTrue(bench.Wire.FaultsFrom(side).Lost >= 1, "frames lost");
        }

        bench.ExpectSound();
    }

    /// <summary>The sender has closed while its bytes wait at a shut window: they come all the same,
    /// and its end after them.</summary>
    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void ShutWindow_TheSenderCloses_StillDelivers(bool isOurReader)
    {
        const int Bytes = 3000;                     // fills the reader's buffer, and fits into the sender's
        using TapBench bench = new TapBench(
            TestContext.TestName + (isOurReader ? "-us" : "-kernel"));
        using (TapPair pair = TapPair.OpenedByUs(bench, isOurReader ? 0 : 2048))
        {
            byte[] data = Streams.Pattern(7, Bytes);
            SendAndFinish(pair, !isOurReader, data);
            CloseOf(pair, !isOurReader);
            int probes = isOurReader ? Mib.TcpInWindowProbe : Mib.TcpZeroWindowProbes;
            TapBench.WaitFor(() => bench.Count(probes) >= 1, "a probe of the shut window");

            Streams.ExpectSame(
                data, isOurReader ? Streams.ReadToEnd(pair.Ours) : Streams.ReadToEnd(pair.Theirs));
        }

        bench.ExpectSound();
    }

    private static void SendAndFinish(TapPair pair, bool isByUs, byte[] data)
    {
        if (isByUs)
        {
            Streams.SendAll(pair.Ours, data);
            pair.Ours.Shutdown(SocketShutdown.Send);
        }
        else
        {
            Streams.SendAll(pair.Theirs, data);
            pair.Theirs.Shutdown(System.Net.Sockets.SocketShutdown.Send);
        }
    }

    private static void CloseOf(TapPair pair, bool isOurs)
    {
        if (isOurs)
        {
            pair.Ours.Close();
        }
        else
        {
            pair.Theirs.Close();
        }
    }
}
