using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoStack.Boards;
using NanoStack.Hal.Host.Model;
using NanoStack.Hal.Phys;
using NanoStack.VirtualBoard;

namespace NanoStack.Tests.Host.App;

/// <summary>The README's first command: what it shows, and how it ends when something is wrong.</summary>
[TestClass]
public sealed class VirtualBoardTests
{
    [TestMethod]
    public void Run_WithoutOptions_SendsTenRecordsAndSaysSo()
    {
        AppRun run = AppRun.Of();

        Assert.AreEqual(0, run.ExitCode, run.Output + run.Error);
        Assert.AreEqual("", run.Error);
        string[] steps =
        {
            "PHY reset", "link up", "address 192.168.7.2/24", "ARP:", "SYN", "connected", "seq=10 ",
        };
        int[] places = steps.Select(step => run.Output.IndexOf(step)).ToArray();
        CollectionAssert.DoesNotContain(places, -1, run.Output);
        CollectionAssert.AreEqual(places.OrderBy(place => place).ToArray(), places, run.Output);
        Assert.AreEqual("10", run.Value("records sent"));
        Assert.AreEqual("10", run.Value("records acknowledged"));
        Assert.AreEqual("10", run.Value("records the collector read"));
        Assert.AreEqual("0", run.Value("retransmissions"));
        StringAssert.EndsWith(run.Value("round-trip time"), " ms");
    }

    [TestMethod]
    public void Run_OnceWarm_AllocatesNothingPerRecord()
    {
        // .NET grows tables of its own now and then, in whichever thread comes first: once.
        string bytes = "";
        for (int i = 0; i < 3 && bytes != "0"; i++)
        {
            AppRun run = AppRun.Of("--records", "40", "--interval", "10");
            Assert.AreEqual(0, run.ExitCode, run.Output + run.Error);
            bytes = run.Value("bytes allocated per record");
        }

        Assert.AreEqual("0", bytes);
    }

    [TestMethod]
    [DynamicData(nameof(BoardNames))]
    public void Run_OfEveryBoard_FindsItsOwnPhyAndArrives(string board)
    {
        AppRun run = AppRun.Of("--board", board, "--records", "2", "--interval", "5");

        Assert.AreEqual(0, run.ExitCode, run.Output + run.Error);
        Assert.AreEqual("2", run.Value("records acknowledged"));
        StringAssert.Contains(run.Output, "PHY reset: " + PhyOf(board) + " at address ");
        Assert.IsFalse(run.Output.Contains("answers with another PHY"), run.Output);
    }

    [TestMethod]
    public void Model_OfEveryKind_IsWhatTheDriverTakesItFor()
    {
        for (PhyKind kind = PhyKind.Lan8720; kind <= PhyKind.Yt8512; kind++)
        {
            PhyModel model = new PhyModel();
            Board board = new Board { Phy = kind, PhyAddress = 3, PhyResetPin = 5 };

            BoardPhy.Place(board, model);

            PhyDevice driver = new PhyProbe(null).Make(kind, 3, model.Id, null, null);
            Assert.AreNotEqual(PhyKind.Generic, driver.Kind, kind.ToString());
            Assert.IsNull(board.WarningOf(driver), kind.ToString());
            Assert.AreEqual(3, model.Address);
            Assert.AreEqual(5, model.Pin);
        }
    }

    [TestMethod]
    public void Run_WithAddresses_UsesThem()
    {
        AppRun run = AppRun.Of(
            "--address", "172.16.5.9/16", "--collector", "172.16.200.1:7001", "--gateway",
            "172.16.0.1", "--records", "2", "--interval", "5");

        Assert.AreEqual(0, run.ExitCode, run.Output + run.Error);
        StringAssert.Contains(run.Output, "address 172.16.5.9/16, gateway 172.16.0.1");
        StringAssert.Contains(run.Output, "connected to 172.16.200.1:7001");
    }

    [TestMethod]
    public void Run_WithTrace_PrintsTheLadderOfOneSend()
    {
        AppRun run = AppRun.Of("--trace", "--records", "4", "--interval", "20");

        Assert.AreEqual(0, run.ExitCode, run.Output + run.Error);
        string[] ladder =
        {
            "send", "sock_sendmsg", "inet_sendmsg", "tcp_sendmsg", "tcp_sendmsg_locked",
            "__tcp_push_pending_frames", "tcp_write_xmit", "tcp_transmit_skb", "ip_queue_xmit",
            "ip_local_out", "ip_output", "ip_finish_output", "ip_finish_output2", "neigh_output",
            "dev_queue_xmit", "ndo_start_xmit",
        };
        int depth = -1;
        foreach (string name in ladder)
        {
            string line = run.OutputLines.FirstOrDefault(
                item => item.TrimStart().StartsWith(name + " "));
            Assert.IsNotNull(line, name + " is missing in:\n" + run.Output);
            int indent = line.Length - line.TrimStart().Length;
            Assert.IsTrue(indent > depth, name + " lies below its caller");
            StringAssert.Contains(line, " bytes");
            depth = indent;
        }

        StringAssert.Contains(run.Output, "tcp_event_new_data_sent");
        StringAssert.Contains(run.Output, "release_sock");
    }

    [TestMethod]
    public void Run_WithLoss_SendsAgainAndArrives()
    {
        AppRun run = AppRun.Of("--fault", "loss", "--records", "20", "--interval", "5");

        Assert.AreEqual(0, run.ExitCode, run.Output + run.Error);
        Assert.AreEqual("20", run.Value("records acknowledged"));
    }

    [TestMethod]
    public void Run_WhoseConnectionIsReset_ConnectsAgainAndDeliversEveryRecord()
    {
        AppRun run = AppRun.Of("--fault", "reset", "--records", "12", "--interval", "20");

        Assert.AreEqual(0, run.ExitCode, run.Output + run.Error);
        Assert.AreEqual("2", run.Value("connections"));
        Assert.AreEqual("12", run.Value("records sent"));
        Assert.AreEqual("12", run.Value("records acknowledged"));
        Assert.AreEqual("12", run.Value("records the collector read"));
        StringAssert.Contains(run.Output, "Next attempt in");
    }

    [TestMethod]
    public void Run_WithoutCollector_EndsWithOneLine()
    {
        AppRun run = AppRun.Of("--fault", "no-collector", "--interval", "5");

        run.ExpectError(1, "192.168.7.1:9000", "nobody listens", "nc -lk 9000");
        StringAssert.Contains(run.Output, "Given up: ");
    }

    [TestMethod]
    public void Run_WithoutLink_EndsWithOneLine()
    {
        AppRun.Of("--fault", "no-link").ExpectError(1, "no link", "cable");
    }

    [TestMethod]
    public void Run_WithAPeerThatFallsSilent_EndsWithOneLine()
    {
        AppRun.Of("--fault", "silent", "--interval", "5").ExpectError(1, "192.168.7.1:9000");
    }

    [TestMethod]
    public void Run_ThatIsStopped_EndsWithItsSummary()
    {
        AppRun run = AppRun.Until(
            "collector: seq=", 3, "--records", "1000000", "--interval", "10");

        Assert.AreEqual(0, run.ExitCode, run.Output + run.Error);
        Assert.IsTrue(int.Parse(run.Value("records acknowledged")) > 0, run.Output);
        Assert.AreEqual(run.Value("records made"), run.Value("records acknowledged"));
        StringAssert.Contains(run.Output, "Stopped by the user: ");
    }

    [TestMethod]
    [DataRow("--bogus", "--bogus")]
    [DataRow("more", "more")]
    [DataRow("--records", "--records")]
    [DataRow("--records x", "number", "1")]
    [DataRow("--records -1", "number", "0")]
    [DataRow("--records 1000001", "number", "1000000")]
    [DataRow("--records 99999999999999999999", "number", "1000000")]
    [DataRow("--records +5", "number", "0")]
    [DataRow("--interval 0", "--interval", "number")]
    [DataRow("--interval 60001", "--interval", "60000")]
    [DataRow("--interval -1", "--interval", "number")]
    [DataRow("--board nope", "nope", "wt32-eth01", "olimex-esp32-poe")]
    [DataRow("--collector nobody", "nobody", "HOST:PORT")]
    [DataRow("--collector 192.168.7.1:0", "HOST:PORT")]
    [DataRow("--collector 192.168.7.1:65536", "HOST:PORT")]
    [DataRow("--collector 10.0.0.1:9000", "192.168.7.0/24")]
    [DataRow("--collector 192.168.7.255:9000", "192.168.7.255:9000", "broadcast")]
    [DataRow("--collector 192.168.7.0:9000", "192.168.7.0:9000", "network")]
    [DataRow("--collector 255.255.255.255:9000", "broadcast")]
    [DataRow("--collector 0.0.0.0:9000", "network 0")]
    [DataRow("--collector 127.0.0.1:9000", "loopback")]
    [DataRow("--collector 224.0.0.1:9000", "multicast")]
    [DataRow("--collector 240.0.0.1:9000", "reserved")]
    [DataRow("--collector 192.168.7.1:+80", "HOST:PORT")]
    [DataRow("--gateway 192.168.7.255", "--gateway", "broadcast")]
    [DataRow("--gateway 192.168.7.0", "--gateway", "network")]
    [DataRow("--gateway 192.168.7.2", "--gateway", "own address")]
    [DataRow("--gateway nobody", "--gateway", "192.168.7.1")]
    [DataRow("--gateway 192.168.7.1 --address 192.168.7.2/0", "192.168.7.2/24")]
    [DataRow("--address 192.168.7.2/31", "192.168.7.2/24")]
    [DataRow("--address 192.168.7.2/32", "192.168.7.2/24")]
    [DataRow("--address 192.168.7.2/-1", "192.168.7.2/24")]
    [DataRow("--address 192.168.7.2/+24", "192.168.7.2/24")]
    [DataRow("--address 192.168.7.0/24", "network", "host")]
    [DataRow("--address 127.0.0.2/8", "loopback", "host")]
    [DataRow("--address 239.1.1.1/24", "multicast", "host")]
    [DataRow("--address 10.0.0.1/1 --collector 0.0.0.1:9000", "network 0")]
    [DataRow("--address 10.0.0.1/1", "network 0")]
    [DataRow("--collector 192.168.7.2:9000", "own address")]
    [DataRow("--address 192.168.7.2", "192.168.7.2/24")]
    [DataRow("--address 192.168.7.2/33", "192.168.7.2/24")]
    [DataRow("--address 192.168.7.255/24", "host")]
    [DataRow("--gateway 10.0.0.1", "--gateway", "192.168.7.0/24")]
    [DataRow("--net wlan", "lan", "tap:NAME")]
    [DataRow("--net tap:", "tap:NAME")]
    [DataRow("--net tap:n%d", "tap:NAME", "%")]
    [DataRow("--net tap:a/b", "tap:NAME")]
    [DataRow("--net tap:n\u00e4", "tap:NAME")]
    [DataRow("--net tap:nameoffarmorethanfifteen", "15")]
    [DataRow("--fault flood", "no-collector", "silent")]
    public void Run_WithAWrongValue_SaysWhatWouldBeRight(string line, params string[] words)
    {
        AppRun run = AppRun.Of(line.Split(' '));

        run.ExpectError(2, words);
        Assert.AreEqual("", run.Output, "nothing was begun");
    }

    [TestMethod]
    public void Run_WithACaptureNowhere_SaysSo()
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName(), "x.pcapng");

        AppRun.Of("--pcap", path).ExpectError(2, "--pcap", path);
    }

    [TestMethod]
    public void Run_WithHelp_ListsTheOptions()
    {
        AppRun run = AppRun.Of("--help");

        Assert.AreEqual(0, run.ExitCode);
        string[] options =
        {
            "--net", "--collector", "--address", "--gateway", "--records", "--interval", "--board",
            "--pcap", "--trace", "--fault",
        };
        foreach (string option in options)
        {
            StringAssert.Contains(run.Output, option);
        }
    }

    [TestMethod]
    public void Run_OnATapElsewhereThanLinux_SaysSo()
    {
        if (OperatingSystem.IsLinux())
        {
            Assert.Inconclusive("this is Linux");
        }

        AppRun.Of("--net", "tap:nano0").ExpectError(2, "Linux", "lan");
    }

    private static IEnumerable<object[]> BoardNames => BoardList.Names.Select(name => new object[] { name });

    // As their makers and nf-interpreter's configurations have them (docs/hardware.md, 6).
    private static string PhyOf(string board)
    {
        switch (board)
        {
            case "esp32-ethernet-kit-1-2":
            case "m5stack-poesp32":
                return "IP101G";
            case "lilygo-t-eth-lite":
            case "wesp32":
                return "RTL8201F";
            default:
                return "LAN8720";
        }
    }
}
