using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoStack.Tests.Host.Tap;

namespace NanoStack.Tests.Host.App;

/// <summary>The virtual board against the TCP of this machine's kernel.</summary>
[TestClass]
[TestCategory(TapEnvironment.Category)]
public sealed class TapRunTests
{
    private const string Tap = "tap:nsapp0";
    private const string Board = "10.77.91.2/24";
    private const string Kernel = "10.77.91.1";

    [TestMethod]
    public void Run_OnATap_DeliversToAProgramOnTheKernelsTcp()
    {
        TapEnvironment.RequireOrSkip();
        TcpListener listener = new TcpListener(IPAddress.Any, 0);
        listener.Start();
        int port = ((IPEndPoint)listener.LocalEndpoint).Port;
        Task<string> collected = Task.Run(() => Collect(listener));

        AppRun run = AppRun.Of(
            "--net", Tap, "--address", Board, "--collector", Kernel + ":" + port, "--records", "8",
            "--interval", "20");

        Assert.AreEqual(0, run.ExitCode, run.Output + run.Error);
        Assert.AreEqual("8", run.Value("records acknowledged"));
        Assert.IsTrue(collected.Wait(5000), "the collector saw the end");
        for (int i = 1; i <= 8; i++)
        {
            StringAssert.Contains(collected.Result, "seq=" + i + " t=");
        }
    }

    /// <summary>A collector that talks must not find the connection reset while it still reads (RFC 9293,
    /// 3.6.1): on some systems it would lose what it has not read.</summary>
    [TestMethod]
    public void Run_WithACollectorThatTalks_EndsWithoutAReset()
    {
        TapEnvironment.RequireOrSkip();
        TcpListener listener = new TcpListener(IPAddress.Any, 0);
        listener.Start();
        int port = ((IPEndPoint)listener.LocalEndpoint).Port;
        Task<string> collected = Task.Run(() => CollectAndTalk(listener));

        AppRun run = AppRun.Of(
            "--net", Tap, "--address", Board, "--collector", Kernel + ":" + port, "--records", "8",
            "--interval", "20");

        Assert.AreEqual(0, run.ExitCode, run.Output + run.Error);
        Assert.IsTrue(collected.Wait(5000), "the collector saw the end");
        StringAssert.Contains(collected.Result, "seq=8 t=");
    }

    [TestMethod]
    public void Run_OnATapWithoutCollector_EndsWithOneLine()
    {
        TapEnvironment.RequireOrSkip();
        TcpListener listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        int port = ((IPEndPoint)listener.LocalEndpoint).Port;       // nobody else's
        listener.Stop();

        AppRun.Of(
            "--net", Tap, "--address", Board, "--collector", Kernel + ":" + port, "--interval", "20")
            .ExpectError(1, Kernel + ":" + port, "nobody listens");
    }

    /// <summary>Reads to the end and talks all the time; a reset throws.</summary>
    private static string CollectAndTalk(TcpListener listener)
    {
        using TcpClient client = listener.AcceptTcpClient();
        listener.Stop();
        using ManualResetEventSlim isOver = new ManualResetEventSlim();
        Task talk = Task.Run(() =>
        {
            while (!isOver.IsSet)
            {
                client.GetStream().Write(new byte[100]);
            }
        });
        using StreamReader reader = new StreamReader(client.GetStream());
        string text = reader.ReadToEnd();
        isOver.Set();
        talk.GetAwaiter().GetResult();
        return text;
    }

    private static string Collect(TcpListener listener)
    {
        using TcpClient client = listener.AcceptTcpClient();
        using StreamReader reader = new StreamReader(client.GetStream());
        string text = reader.ReadToEnd();
        listener.Stop();
        return text;
    }
}
