using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoStack.Kernel;
using NanoStack.Sockets;
using KernelError = System.Net.Sockets.SocketError;
using KernelException = System.Net.Sockets.SocketException;
using KernelLevel = System.Net.Sockets.SocketOptionLevel;
using KernelOption = System.Net.Sockets.SocketOptionName;

namespace NanoStack.Tests.Host.Tap;

/// <summary>Keep-alives of either side: answered while the other is there, and the end of the
/// connection when it is not.</summary>
[TestClass]
[TestCategory(TapEnvironment.Category)]
public sealed class KeepaliveTests
{
    public TestContext TestContext { get; set; }

    [TestMethod]
    public void Keepalive_OfTheKernel_IsAnswered()
    {
        using TapBench bench = new TapBench(TestContext.TestName);
        using (TapPair pair = TapPair.OpenedByUs(bench))
        {
            StartKernels(pair);

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
            StartOurs(pair);

            TapBench.WaitFor(() => bench.Count(Mib.TcpKeepaliveProbes) >= 2, "our probes");
            Streams.FromUs(pair, Streams.Pattern(5, 100));
        }

        bench.ExpectSound();
    }

    /// <summary>The cable loses all that we send: the kernel gives us up.</summary>
    [TestMethod]
    public void Keepalive_OfTheKernelUnanswered_EndsItsConnection()
    {
        using TapBench bench = new TapBench(TestContext.TestName);
        using (TapPair pair = TapPair.OpenedByUs(bench))
        {
            bench.Wire.FaultsFrom(TapBench.BoardSide).LoseNext = int.MaxValue;
            StartKernels(pair);

            KernelException exception = Assert.ThrowsException<KernelException>(
                () => pair.Theirs.Receive(new byte[1]));

            Assert.AreEqual(KernelError.TimedOut, exception.SocketErrorCode);
            bench.Wire.FaultsFrom(TapBench.BoardSide).LoseNext = 0;
        }

        bench.ExpectSound();
    }

    /// <summary>The cable loses all that the kernel sends: we give it up, and say so by a RST, which
    /// ends the kernel's side too.</summary>
    [TestMethod]
    public void Keepalive_OfOursUnanswered_EndsOurConnection()
    {
        using TapBench bench = new TapBench(TestContext.TestName);
        using (TapPair pair = TapPair.OpenedByKernel(bench))
        {
            bench.Wire.FaultsFrom(TapBench.KernelSide).LoseNext = int.MaxValue;
            StartOurs(pair);

            SocketException exception = Assert.ThrowsException<SocketException>(
                () => pair.Ours.Receive(new byte[1]));

            Assert.AreEqual((int)SocketError.TimedOut, exception.ErrorCode);
            Assert.AreEqual(1, bench.Count(Mib.TcpAbortOnKeepalive));
            Assert.AreEqual(
                KernelError.ConnectionReset,
                Assert.ThrowsException<KernelException>(
                    () => pair.Theirs.Receive(new byte[1])).SocketErrorCode);
            bench.Wire.FaultsFrom(TapBench.KernelSide).LoseNext = 0;
        }

        bench.ExpectSound();
    }

    /// <summary>Idle for a second, then one probe that is waited on for a second.</summary>
    private static void StartKernels(TapPair pair)
    {
        pair.Theirs.SetSocketOption(KernelLevel.Tcp, KernelOption.TcpKeepAliveTime, 1);
        pair.Theirs.SetSocketOption(KernelLevel.Tcp, KernelOption.TcpKeepAliveInterval, 1);
        pair.Theirs.SetSocketOption(KernelLevel.Tcp, KernelOption.TcpKeepAliveRetryCount, 1);
        pair.Theirs.SetSocketOption(KernelLevel.Socket, KernelOption.KeepAlive, true);
    }

    /// <summary>The same on our side.</summary>
    private static void StartOurs(TapPair pair)
    {
        pair.Ours.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, 1);
        pair.Ours.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, 1);
        pair.Ours.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, 1);
        pair.Ours.KeepAlive = true;
    }
}
