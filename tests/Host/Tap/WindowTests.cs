using System.Threading.Tasks;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoStack.Kernel;
using NanoStack.Sockets;
using KernelOption = System.Net.Sockets.SocketOptionName;
using KernelLevel = System.Net.Sockets.SocketOptionLevel;

namespace NanoStack.Tests.Host.Tap;

/// <summary>Readers that sleep: windows that shut and open, probes, keep-alives.</summary>
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

    [TestMethod]
    public void Keepalive_OfTheKernel_IsAnswered()
    {
        using TapBench bench = new TapBench(TestContext.TestName);
        using (TapPair pair = TapPair.OpenedByUs(bench))
        {
            pair.Theirs.SetSocketOption(KernelLevel.Tcp, KernelOption.TcpKeepAliveTime, 1);
            pair.Theirs.SetSocketOption(KernelLevel.Tcp, KernelOption.TcpKeepAliveInterval, 1);
            pair.Theirs.SetSocketOption(KernelLevel.Tcp, KernelOption.TcpKeepAliveRetryCount, 1);
            pair.Theirs.SetSocketOption(KernelLevel.Socket, KernelOption.KeepAlive, true);

            // With one try allowed, a second probe means that the first was answered.
            TapBench.WaitFor(
                () => bench.Count(Mib.TcpInWindowProbe) >= 2, "the kernel's probes");
            Streams.FromKernel(pair, Streams.Pattern(4, 100));
        }

        bench.ExpectSound();
    }

    [TestMethod]
    public void Keepalive_OfOurs_IsAnswered()
    {
        using TapBench bench = new TapBench(TestContext.TestName);
        using (TapPair pair = TapPair.OpenedByKernel(bench))
        {
            pair.Ours.SetSocketOption(
                SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, 1);
            pair.Ours.SetSocketOption(
                SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, 1);
            pair.Ours.SetSocketOption(
                SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, 1);
            pair.Ours.KeepAlive = true;

            TapBench.WaitFor(() => bench.Count(Mib.TcpKeepaliveProbes) >= 2, "our probes");
            Streams.FromUs(pair, Streams.Pattern(5, 100));
        }

        bench.ExpectSound();
    }
}
