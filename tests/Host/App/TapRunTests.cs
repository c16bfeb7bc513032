using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Text;
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
    private const string Elsewhere = "10.77.91.77";

    [TestMethod]
    public void Run_OnATapOfOurs_GivesItTheDefaultAndDeliversThere()
    {
        TapEnvironment.RequireOrSkip();
        using KernelHost host = new KernelHost();
        using Socket listener = host.NewSocket();
        Listen(listener, 9000);
        Task<string> collected = Task.Run(() => Collect(listener));

        AppRun run = Run(host, "--net", Tap, "--address", Board, "--records", "8", "--interval", "20");

        Assert.AreEqual(0, run.ExitCode, run.Output + run.Error);
        StringAssert.Contains(run.Output, "has the address " + Kernel + "/24 from us");
        Expect(collected, 8);
    }

    [TestMethod]
    public void Run_OnATap_DeliversToAProgramOnTheKernelsTcp()
    {
        TapEnvironment.RequireOrSkip();
        using KernelHost host = HostWithTap();
        using Socket listener = host.NewSocket();
        int port = Listen(listener, 0);
        Task<string> collected = Task.Run(() => Collect(listener));

        AppRun run = Run(
            host, "--net", Tap, "--address", Board, "--collector", Kernel + ":" + port, "--records",
            "8", "--interval", "20");

        Assert.AreEqual(0, run.ExitCode, run.Output + run.Error);
        Assert.AreEqual("8", run.Value("records acknowledged"));
        Expect(collected, 8);
    }

    /// <summary>A collector behind a bridge has its address alone; a TAP with the same one would take
    /// every record.</summary>
    [TestMethod]
    public void Run_OnATapInABridge_DeliversToTheCollectorBehindIt()
    {
        TapEnvironment.RequireOrSkip();
        using KernelHost host = new KernelHost();
        using KernelHost far = new KernelHost();
        host.Execute("ip", "link", "add", "br0", "type", "bridge");
        host.Execute("ip", "link", "add", "near", "type", "veth", "peer", "name", "far", "netns",
            far.ThreadId.ToString());
        host.Execute("ip", "tuntap", "add", "dev", "nsapp0", "mode", "tap");
        host.Execute("ip", "link", "set", "near", "master", "br0", "up");
        host.Execute("ip", "link", "set", "nsapp0", "master", "br0");
        host.Execute("ip", "link", "set", "br0", "up");
        far.Execute("ip", "addr", "add", Elsewhere + "/24", "dev", "far");
        far.Execute("ip", "link", "set", "far", "up");
        using Socket listener = far.NewSocket();
        int port = Listen(listener, 0);
        Task<string> collected = Task.Run(() => Collect(listener));

        AppRun run = Run(
            host, "--net", Tap, "--address", Board, "--collector", Elsewhere + ":" + port,
            "--records", "8", "--interval", "20");

        Assert.AreEqual(0, run.ExitCode, run.Output + run.Error);
        Expect(collected, 8);
        Assert.IsFalse(host.Execute("ip", "-4", "addr").Contains(Elsewhere), "only behind the bridge");
    }

    [TestMethod]
    [DataRow("--collector 10.77.91.77:9000")]
    [DataRow("--collector 192.0.2.1:9000 --gateway 10.77.91.77")]
    [DataRow("--collector 10.77.91.77:9000 --gateway 10.77.91.78")]
    public void Run_WithACollectorElsewhere_LeavesTheUsersAddress(string line)
    {
        TapEnvironment.RequireOrSkip();
        using KernelHost host = HostWithTap();
        string before = host.Execute("ip", "-o", "-4", "addr", "show", "dev", "nsapp0");
        string[] args = ("--net " + Tap + " --address " + Board + " " + line).Split(' ');

        AppRun run = Run(host, args);

        run.ExpectError(1, "nc -lk 9000");
        Assert.AreEqual(before, host.Execute("ip", "-o", "-4", "addr", "show", "dev", "nsapp0"));
    }

    [TestMethod]
    [DataRow("--collector 10.77.91.1:9000")]
    [DataRow("--collector 192.0.2.1:9000 --gateway 10.77.91.1")]
    public void Run_WithACollectorNamed_GivesABareTapNoAddress(string line)
    {
        TapEnvironment.RequireOrSkip();
        using KernelHost host = new KernelHost();
        host.Execute("ip", "tuntap", "add", "dev", "nsapp0", "mode", "tap");
        string[] args = ("--net " + Tap + " --address " + Board + " " + line).Split(' ');

        AppRun run = Run(host, args);

        run.ExpectError(1, "nc -lk 9000");
        StringAssert.Contains(run.Output, "nsapp0 has no address");
        Assert.AreEqual("", host.Execute("ip", "-o", "-4", "addr", "show", "dev", "nsapp0"));
    }

    /// <summary>A collector that talks must not find the connection reset while it still reads (RFC 9293,
    /// 3.6.1): on some systems it would lose what it has not read.</summary>
    [TestMethod]
    public void Run_WithACollectorThatTalks_EndsWithoutAReset()
    {
        TapEnvironment.RequireOrSkip();
        using KernelHost host = HostWithTap();
        using Socket listener = host.NewSocket();
        int port = Listen(listener, 0);
        Task<string> collected = Task.Run(() => CollectAndTalk(listener));

        AppRun run = Run(
            host, "--net", Tap, "--address", Board, "--collector", Kernel + ":" + port, "--records",
            "8", "--interval", "20");

        Assert.AreEqual(0, run.ExitCode, run.Output + run.Error);
        Assert.IsTrue(collected.Wait(5000), "the collector saw the end");
        StringAssert.Contains(collected.Result, "seq=8 t=");
    }

    /// <summary>It reads one record, answers, and goes: the rest it did not take, whatever its TCP
    /// acknowledged.</summary>
    [TestMethod]
    [DataRow("HTTP/1.1 400 Bad Request\r\n\r\n", "answered with an error: HTTP/1.1 400")]
    [DataRow("", "reset")]
    public void Run_WithACollectorThatRefuses_IsNoSuccess(string answer, string word)
    {
        TapEnvironment.RequireOrSkip();
        using KernelHost host = HostWithTap();
        using Socket listener = host.NewSocket();
        int port = Listen(listener, 0);
        Task refused = Task.Run(() => Refuse(listener, answer));

        AppRun run = Run(
            host, "--net", Tap, "--address", Board, "--collector", Kernel + ":" + port, "--records",
            "4", "--interval", "20");

        run.ExpectError(1, word);
        Assert.IsTrue(refused.Wait(5000));
    }

    [TestMethod]
    public void Run_OnATapWithoutCollector_EndsWithOneLine()
    {
        TapEnvironment.RequireOrSkip();
        using KernelHost host = HostWithTap();

        Run(
            host, "--net", Tap, "--address", Board, "--collector", Kernel + ":9017", "--interval",
            "20").ExpectError(1, Kernel + ":9017", "nobody listens", "nc -lk 9017");
    }

    private static KernelHost HostWithTap()
    {
        KernelHost host = new KernelHost();
        host.Execute("ip", "tuntap", "add", "dev", "nsapp0", "mode", "tap");
        host.Execute("ip", "addr", "add", Kernel + "/24", "dev", "nsapp0");
        host.Execute("ip", "link", "set", "nsapp0", "up");
        return host;
    }

    private static AppRun Run(KernelHost host, params string[] args)
    {
        AppRun run = null;
        host.Run(() => run = AppRun.Of(args));
        return run;
    }

    private static int Listen(Socket listener, int port)
    {
        listener.Bind(new IPEndPoint(IPAddress.Any, port));
        listener.Listen(2);
        return ((IPEndPoint)listener.LocalEndPoint).Port;
    }

    private static void Expect(Task<string> collected, int count)
    {
        Assert.IsTrue(collected.Wait(5000), "the collector saw the end");
        for (int i = 1; i <= count; i++)
        {
            StringAssert.Contains(collected.Result, "seq=" + i + " t=");
        }
    }

    private static void Refuse(Socket listener, string answer)
    {
        using Socket client = listener.Accept();
        client.Receive(new byte[1]);
        client.Send(Encoding.ASCII.GetBytes(answer));
        byte[] buffer = new byte[4096];
        string seen = "";
        while (!seen.Contains("seq=4 "))
        {
            Thread.Sleep(10);
            seen = Encoding.ASCII.GetString(
                buffer, 0, client.Receive(buffer, SocketFlags.Peek));
        }

        client.Close();                     // what nobody has read makes a reset of it
    }

    /// <summary>Reads to the end and talks all the time; a reset throws.</summary>
    private static string CollectAndTalk(Socket listener)
    {
        using NetworkStream client = new NetworkStream(listener.Accept(), true);
        using ManualResetEventSlim isOver = new ManualResetEventSlim();
        Task talk = Task.Run(() =>
        {
            while (!isOver.IsSet)
            {
                client.Write(new byte[100]);
            }
        });
        using StreamReader reader = new StreamReader(client);
        string text = reader.ReadToEnd();
        isOver.Set();
        talk.GetAwaiter().GetResult();
        return text;
    }

    private static string Collect(Socket listener)
    {
        using NetworkStream client = new NetworkStream(listener.Accept(), true);
        using StreamReader reader = new StreamReader(client);
        return reader.ReadToEnd();
    }
}
