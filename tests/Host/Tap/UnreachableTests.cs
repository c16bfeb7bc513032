using System.Threading;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoStack.Kernel;
using NanoStack.Sockets;

namespace NanoStack.Tests.Host.Tap;

/// <summary>Peers that do not answer: every call ends, and says why.</summary>
[TestClass]
[TestCategory(TapEnvironment.Category)]
public sealed class UnreachableTests
{
    private const int PatienceMs = 1500;

    public TestContext TestContext { get; set; }

    [TestMethod]
    public void Connect_NobodyHasTheAddress_IsToldHostUnreachable()
    {
        using TapBench bench = new TapBench(TestContext.TestName);

        ExpectConnectFails(
            bench, TapBench.NobodyIp, TapBench.CallMsMax, SocketError.HostUnreachable);

        bench.ExpectSound();
    }

    /// <summary>The kernel forwards and has a route that swallows everything.</summary>
    [TestMethod]
    public void Connect_IntoABlackHole_EndsAtItsDeadline()
    {
        using TapBench bench = new TapBench(TestContext.TestName);
        bench.Kernel.Set("ipv4.ip_forward", 1);
        bench.Kernel.Execute("ip", "route", "add", "blackhole", "10.78.0.0/24");

        ExpectConnectFails(bench, TapBench.FarIp, PatienceMs, SocketError.TimedOut);

        bench.ExpectSound();
    }

    /// <summary>The gateway says so by ICMP, which is no proof (RFC 1122, 4.2.3.9): we go on trying, and
    /// tell when time is over.</summary>
    [TestMethod]
    public void Connect_TheGatewayHasNoWay_TellsWhatItHeardAtItsDeadline()
    {
        using TapBench bench = new TapBench(TestContext.TestName);
        bench.Kernel.Set("ipv4.ip_forward", 1);
        bench.Kernel.Execute("ip", "route", "add", "unreachable", "10.78.0.0/24");

        ExpectConnectFails(bench, TapBench.FarIp, PatienceMs, SocketError.HostUnreachable);

        Assert.IsTrue(bench.Count(Mib.TcpIcmpSoft) > 0, "ICMP errors heard");
        bench.ExpectSound();
    }

    [TestMethod]
    public void UserTimeout_ThePeerFallsSilent_EndsTheConnection()
    {
        using TapBench bench = new TapBench(TestContext.TestName);
        using (TapPair pair = TapPair.OpenedByUs(bench))
        {
            pair.Ours.UserTimeout = PatienceMs;
            bench.Kernel.Execute("ip", "link", "set", bench.Tap.Name, "down");
            pair.Ours.Send(new byte[10]);

            SocketException exception = Assert.ThrowsException<SocketException>(
                () => pair.Ours.Receive(new byte[10]));

            Assert.AreEqual((int)SocketError.TimedOut, exception.ErrorCode);
        }

        bench.ExpectSound();
    }

    /// <summary>The other host is away for a moment; nobody had to be told.</summary>
    [TestMethod]
    public void Transfer_ThePeerIsAwayForAMoment_GoesOn()
    {
        using TapBench bench = new TapBench(TestContext.TestName);
        using (TapPair pair = TapPair.OpenedByUs(bench))
        {
            byte[] data = Streams.Pattern(9, 40000);
            System.Threading.Tasks.Task away = Streams.Start(() =>
            {
                TapBench.WaitFor(() => bench.Tap.FramesToKernel > 15, "the transfer to begin");
                bench.Kernel.Execute("ip", "link", "set", bench.Tap.Name, "down");
                Thread.Sleep(300);
                bench.Kernel.Execute("ip", "link", "set", bench.Tap.Name, "up");
            });
            System.Threading.Tasks.Task read = Streams.Start(
                () => Streams.ExpectSame(data, Streams.ReadToEnd(pair.Theirs)));
            for (int at = 0; at < data.Length; at += 1000)
            {
                Assert.AreEqual(1000, pair.Ours.Send(data, at, 1000, SocketFlags.None));
                Thread.Sleep(5);
            }

            pair.Ours.Shutdown(SocketShutdown.Send);
            read.GetAwaiter().GetResult();
            away.GetAwaiter().GetResult();
        }

        bench.ExpectSound();
    }

    private static void ExpectConnectFails(
        TapBench bench, string address, int patienceMs, SocketError error)
    {
        using Socket socket = bench.NewSocket();
        socket.ConnectTimeout = patienceMs;
        SocketException exception = Assert.ThrowsException<SocketException>(
            () => socket.Connect(new IPEndPoint(IPAddress.Parse(address), TapPair.Port)));
        Assert.AreEqual((int)error, exception.ErrorCode, exception.Message);
    }
}
