using System.Threading.Tasks;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoStack.Kernel;
using NanoStack.Sockets;
using KernelSocket = System.Net.Sockets.Socket;

namespace NanoStack.Tests.Host.Tap;

/// <summary>Connections opened and closed by either side, in every order.</summary>
[TestClass]
[TestCategory(TapEnvironment.Category)]
public sealed class OpenCloseTests
{
    private const System.Net.Sockets.SocketShutdown KernelSend =
        System.Net.Sockets.SocketShutdown.Send;

    public TestContext TestContext { get; set; }

    [TestMethod]
    [DataRow(true, true)]
    [DataRow(true, false)]
    [DataRow(false, true)]
    [DataRow(false, false)]
    public void Close_ByEitherSideFirst_EndsOnBothSides(bool isOpenedByUs, bool isClosedByUs)
    {
        string order = (isOpenedByUs ? "-us" : "-kernel") + (isClosedByUs ? "-us" : "-kernel");
        using TapBench bench = new TapBench(TestContext.TestName + order);
        using (TapPair pair = TapPair.Open(bench, isOpenedByUs))
        {
            if (isClosedByUs)
            {
                pair.Ours.Close();
                Assert.AreEqual(0, Streams.ReadToEnd(pair.Theirs).Length);
                pair.Theirs.Close();
            }
            else
            {
                pair.Theirs.Close();
                Assert.AreEqual(0, Streams.ReadToEnd(pair.Ours).Length);
                pair.Ours.Close();
            }

            ExpectTimeWait(bench, isClosedByUs);
        }

        bench.ExpectSoundAndSmooth();
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void Close_ByBothAtOnce_EndsOnBothSides(bool isOpenedByUs)
    {
        using TapBench bench = new TapBench(
            TestContext.TestName + (isOpenedByUs ? "-us" : "-kernel"));
        using (TapPair pair = TapPair.Open(bench, isOpenedByUs))
        {
            Task ours = Streams.Start(() => pair.Ours.Close());
            pair.Theirs.Close();
            ours.GetAwaiter().GetResult();
            ExpectNoConnections(bench);
        }

        bench.ExpectSound();
    }

    /// <summary>One direction is over, the other goes on: request to the end, then the answer.</summary>
    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void Shutdown_OfOneDirection_LeavesTheOther(bool isByUs)
    {
        using TapBench bench = new TapBench(TestContext.TestName + (isByUs ? "-us" : "-kernel"));
        using (TapPair pair = TapPair.OpenedByUs(bench))
        {
            byte[] request = Streams.Pattern(1, 3000);
            byte[] answer = Streams.Pattern(2, 50000);
            if (isByUs)
            {
                Streams.FromUs(pair, request);
                Streams.FromKernel(pair, answer);
            }
            else
            {
                Streams.FromKernel(pair, request);
                Streams.FromUs(pair, answer);
            }
        }

        bench.ExpectSoundAndSmooth();
    }

    [TestMethod]
    public void Connect_NobodyListensAtTheKernel_IsRefused()
    {
        using TapBench bench = new TapBench(TestContext.TestName);
        using Socket socket = bench.NewSocket();

        SocketException exception = Assert.ThrowsException<SocketException>(
            () => socket.Connect(new IPEndPoint(IPAddress.Parse(TapBench.KernelIp), 4)));

        Assert.AreEqual((int)SocketError.ConnectionRefused, exception.ErrorCode);
        bench.ExpectSound();
    }

    [TestMethod]
    public void Connect_NobodyListensAtTheBoard_IsRefused()
    {
        using TapBench bench = new TapBench(TestContext.TestName);
        using KernelSocket socket = bench.Kernel.NewSocket();

        System.Net.Sockets.SocketException exception =
            Assert.ThrowsException<System.Net.Sockets.SocketException>(
                () => socket.Connect(TapBench.BoardPoint(4)));

        Assert.AreEqual(
            System.Net.Sockets.SocketError.ConnectionRefused, exception.SocketErrorCode);
        bench.ExpectSound();
    }

    /// <summary>Data that nobody will read: the kernel is told by a RST, not left to wait.</summary>
    [TestMethod]
    public void Close_WithDataUnread_ResetsTheKernel()
    {
        using TapBench bench = new TapBench(TestContext.TestName);
        using (TapPair pair = TapPair.OpenedByUs(bench))
        {
            pair.Theirs.Send(Streams.Pattern(3, 500));
            TapBench.WaitFor(() => pair.Ours.Available == 500, "the data");
            pair.Ours.Close();

            System.Net.Sockets.SocketException exception =
                Assert.ThrowsException<System.Net.Sockets.SocketException>(
                    () => Streams.ReadToEnd(pair.Theirs));

            Assert.AreEqual(
                System.Net.Sockets.SocketError.ConnectionReset, exception.SocketErrorCode);
        }

        bench.ExpectSound();
    }

    /// <summary>The kernel aborts (linger 0): our reader is told.</summary>
    [TestMethod]
    public void Reset_ByTheKernel_EndsOurReceive()
    {
        using TapBench bench = new TapBench(TestContext.TestName);
        using (TapPair pair = TapPair.OpenedByKernel(bench))
        {
            pair.Theirs.LingerState = new System.Net.Sockets.LingerOption(true, 0);
            Task<SocketException> reader = Task.Run(() => Assert.ThrowsException<SocketException>(
                () => pair.Ours.Receive(new byte[10])));
            pair.Theirs.Close();

            Assert.AreEqual(
                (int)SocketError.ConnectionReset, reader.GetAwaiter().GetResult().ErrorCode);
        }

        bench.ExpectSound();
    }

    /// <summary>More than the board has sockets or TIME_WAIT entries for, so all of them are used
    /// again and again.</summary>
    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void Connections_TwoHundredOneAfterTheOther_AllCarryTheirBytes(bool isOpenedByUs)
    {
        using TapBench bench = new TapBench(
            TestContext.TestName + (isOpenedByUs ? "-us" : "-kernel"));
        for (int i = 0; i < 200; i++)
        {
            using TapPair pair = TapPair.Open(bench, isOpenedByUs);
            byte[] hello = Streams.Pattern(i, 100);
            pair.Ours.Send(hello);
            pair.Ours.Shutdown(SocketShutdown.Send);
            Streams.ExpectSame(hello, Streams.ReadToEnd(pair.Theirs));
            pair.Theirs.Send(hello);
            pair.Theirs.Shutdown(KernelSend);
            Streams.ExpectSame(hello, Streams.ReadToEnd(pair.Ours));
        }

        bench.ExpectSoundAndSmooth();
    }

    /// <summary>Who closed first waits 2 MSL; the other side is done.</summary>
    private static void ExpectTimeWait(TapBench bench, bool isOurs)
    {
        ExpectNoConnections(bench);
        Assert.AreEqual(isOurs ? 1 : 0, bench.Net.Tcp.TimeWait.Count, "our TIME_WAIT entries");
    }

    private static void ExpectNoConnections(TapBench bench)
    {
        TapBench.WaitFor(() => bench.OpenSocketCount == 0, "all connections to end");
    }
}
