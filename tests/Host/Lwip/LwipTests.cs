using System.Threading.Tasks;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoStack.Kernel;
using NanoStack.Sockets;
using NanoStack.Tests.Host.Tap;

namespace NanoStack.Tests.Host.Lwip;

/// <summary>The stack on other microcontrollers as our peer: lwIP, as Debian ships it.</summary>
/// <remarks>It offers no time stamps, no SACK and no window scale, and acknowledges late.</remarks>
[TestClass]
[TestCategory(TapEnvironment.Category)]
public sealed class LwipTests
{
    private const int Port = 5000;
    private const string PortText = "5000";

    public TestContext TestContext { get; set; }

    [TestMethod]
    [DataRow(1)]
    [DataRow(1460)]
    [DataRow(100000)]
    public void Echo_ByLwip_ComesBackWhole(int count)
    {
        using TapBench bench = NewBench("-" + count);
        using (LwipPeer peer = new LwipPeer(bench, "echo", PortText))
        {
            peer.Expect("ready");
            using Socket ours = Connect(bench);
            byte[] data = Streams.Pattern(7, count);
            Task sender = Streams.Start(() =>
            {
                Streams.SendAll(ours, data);
                ours.Shutdown(SocketShutdown.Send);
            });
            Streams.ExpectSame(data, Streams.ReadToEnd(ours));
            sender.Wait();
        }

        bench.ExpectSound();
    }

    [TestMethod]
    [DataRow(1, 100000)]
    [DataRow(60, 700)]
    public void Client_OfLwip_GetsItsBytesBack(int connections, int count)
    {
        using TapBench bench = NewBench("-" + connections);
        Socket listener = bench.NewListener(Port);
        using (LwipPeer peer = new LwipPeer(
            bench, "client", TapBench.BoardIp, PortText, connections.ToString(), count.ToString()))
        {
            byte[] buffer = new byte[1460];
            for (int i = 0; i < connections; i++)
            {
                using Socket ours = listener.Accept();
                ours.ReceiveTimeout = TapBench.CallMsMax;
                ours.SendTimeout = TapBench.CallMsMax;
                int got = ours.Receive(buffer);
                while (got > 0)
                {
                    ours.Send(buffer, 0, got, SocketFlags.None);
                    got = ours.Receive(buffer);
                }
            }

            peer.Expect("done " + connections);
        }

        listener.Close();
        bench.ExpectSound();
    }

    /// <summary>lwIP closes its window, probes are answered, and everything arrives once it
    /// reads.</summary>
    [TestMethod]
    public void Reader_OfLwip_ThatSleeps_GetsEverything()
    {
        const int Count = 200000;
        using TapBench bench = NewBench("");
        using (LwipPeer peer = new LwipPeer(bench, "slow", PortText, "1500"))
        {
            peer.Expect("ready");
            using Socket ours = Connect(bench);
            Streams.SendAll(ours, Streams.Pattern(9, Count));
            ours.Shutdown(SocketShutdown.Send);
            Assert.AreEqual(0, Streams.ReadToEnd(ours).Length);
            peer.Expect("done " + Count);
        }

        Assert.IsTrue(bench.Count(Mib.TcpZeroWindowProbes) > 0, "probes");
        bench.ExpectSound();
    }

    [TestMethod]
    public void Reset_ByLwip_IsTold()
    {
        using TapBench bench = NewBench("");
        using (LwipPeer peer = new LwipPeer(bench, "reset", PortText))
        {
            peer.Expect("ready");
            using Socket ours = Connect(bench);
            ours.Send(new byte[1]);
            SocketException told = Assert.ThrowsExactly<SocketException>(
                () => ours.Receive(new byte[1]));
            Assert.AreEqual((int)SocketError.ConnectionReset, told.ErrorCode);
            peer.Expect("done");
        }

        bench.ExpectSound();
    }

    private TapBench NewBench(string suffix)
    {
        LwipPeer.RequireOrSkip();
        return new TapBench("Lwip-" + TestContext.TestName + suffix);
    }

    private static Socket Connect(TapBench bench)
    {
        Socket ours = bench.NewSocket();
        ours.Connect(new IPEndPoint(IPAddress.Parse(LwipPeer.Ip), Port));
        return ours;
    }
}
