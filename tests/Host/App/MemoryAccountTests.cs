using System;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoStack.Boards;
using NanoStack.Hal.Bus;
using NanoStack.Hal.Emac;
using NanoStack.Hal.Host;
using NanoStack.Hal.Host.Model;
using NanoStack.Hal.Host.Wire;
using NanoStack.Ip;
using NanoStack.Kernel;

namespace NanoStack.Tests.Host.App;

/// <summary>The account that is printed at boot is the memory there is, object by object.</summary>
[TestClass]
public sealed class MemoryAccountTests
{
    private const string UnitsPath = "stack/MemoryUnits.cs";
    private const string DocumentPath = "docs/memory.md";
    private const string DriverPath = "hal/Emac/EmacMemory.cs";
    private const int BlockBytes = 12;

    private static bool IsUpdate => Environment.GetEnvironmentVariable("NANOSTACK_UPDATE") == "1";

    /// <summary>A reference in a table takes a block; what else one more costs is the unit.</summary>
    [TestMethod]
    public void Units_AreWhatOneMoreCosts()
    {
        Limits one = Limits.Default();
        Unit(nameof(MemoryUnits.Gaps), one.TcpGapCount);
        one.TcpListenerCount++;
        Unit(nameof(MemoryUnits.SocketBytes), More(one) - BlockBytes);
        one = Limits.Default();
        one.TcpSynQueueCount++;
        Unit(nameof(MemoryUnits.RequestBytes), More(one) - BlockBytes);
        one = Limits.Default();
        Unit(nameof(MemoryUnits.Rows), one.TcpWriteQueueCount);
        one.SkbHeaderCount++;
        int area = MemoryAccount.Array(Limits.SkbHeaderBytes, 1);
        Unit(nameof(MemoryUnits.PacketBytes), More(one) - (2 * BlockBytes) - area);
        one = Limits.Default();
        one.NeighCount++;
        Unit(nameof(MemoryUnits.NeighbourBytes), More(one) - BlockBytes);
        one = Limits.Default();
        one.IpFragQueueCount++;
        int flags = MemoryAccount.Array(IpFragQueue.UnitCount(one.SkbFrameBytes), 1);
        Unit(nameof(MemoryUnits.FragQueueBytes), More(one) - BlockBytes - flags);
    }

    /// <summary>Twelve flags fill a block, and three numbers do.</summary>
    [TestMethod]
    public void Units_OfTables_AreWhatABlockMoreCosts()
    {
        Limits three = Limits.Default();
        three.RouteCount += 3;
        Unit(nameof(MemoryUnits.RouteNumbers), (More(three) - (3 * BlockBytes)) / BlockBytes);
        three = Limits.Default();
        three.TcpTimeWaitCount = 12;
        int twelve = Walk(three);
        three.TcpTimeWaitCount = 15;                    // flags: 32 and 35 bytes, 36 both
        int numbers = (Walk(three) - twelve) / BlockBytes;
        Unit(nameof(MemoryUnits.TimeWaitNumbers), numbers);
        three.TcpTimeWaitCount = 24;
        int flags = (Walk(three) - twelve - (4 * BlockBytes * numbers)) / BlockBytes;
        Unit(nameof(MemoryUnits.TimeWaitFlags), flags);
    }

    [TestMethod]
    public void Total_OfAStack_IsTheSumOfItsObjects()
    {
        if (IsUpdate)
        {
            // Right when the units of this build are: run it until nothing changes.
            int others = new MemoryAccount(Limits.Default()).TotalBytes - MemoryUnits.RoomsBytes;
            Rewrite(UnitsPath, nameof(MemoryUnits.RoomsBytes), Walk(Limits.Default()) - others);
            return;
        }

        Check(Limits.Default());
        Check(Limits.Small());
        Check(Limits.Large());
    }

    [TestMethod]
    public void Driver_Started_TakesWhatItsLineSays()
    {
        using ModelBus bus = new ModelBus(new EmacModel(), new HostEntropy());
        Wt32Eth01 board = new Wt32Eth01();
        bus.Model.Phy.Pin = board.PhyResetPin;
        bus.Model.Plug(new VirtualWire(new HostClock(), 1), 0);
        EmacDevice device = board.NewDevice(bus);
        Net net = new Net(
            Limits.Default(), new HostClock(), new HostEntropy(), new EmacInterruptMask(bus), null);
        int before = new MemoryWalk().Add(net).TotalBytes;
        net.AddDevice(device);
        int bytes = new MemoryWalk().Add(net).TotalBytes - before;
        if (IsUpdate)
        {
            Rewrite(DriverPath, "DriverBytes", bytes);
            return;
        }

        MemoryAccount account = new MemoryAccount(Limits.Default());
        EmacMemory.AddTo(account, device.Options);
        int line = account.LineCount - 1;
        Assert.AreEqual(bytes, account.BytesAt(line), "NANOSTACK_UPDATE=1 writes " + DriverPath);
        Assert.AreEqual(device.Options.ArenaBytes, account.NativeBytes);
    }

    [TestMethod]
    public void Lines_OfTheDefaultProfile_AddUp()
    {
        MemoryAccount account = new MemoryAccount(Limits.Default());

        int sum = Enumerable.Range(0, account.LineCount).Sum(account.BytesAt);

        Assert.AreEqual(account.TotalBytes, sum);
        for (int i = 0; i < account.LineCount; i++)
        {
            StringAssert.Contains(account.LineAt(i), account.NameAt(i));
            Assert.IsTrue(account.BytesAt(i) > 0, account.NameAt(i));
        }
    }

    [TestMethod]
    public void Document_IsTheAccount()
    {
        string text = MemoryText.Write();
        if (IsUpdate)
        {
            File.WriteAllText(Repo.At(DocumentPath), text);
        }

        string written = File.ReadAllText(Repo.At(DocumentPath)).Replace("\r\n", "\n");
        Assert.AreEqual(written, text, "NANOSTACK_UPDATE=1 writes " + DocumentPath);
    }

    private static void Check(Limits limits)
    {
        int expected = Walk(limits);
        int listed = new MemoryAccount(limits).TotalBytes;
        Assert.AreEqual(
            expected, listed, "an object that MemoryAccount does not know, or knows too well:\n"
            + string.Join("\n", new MemoryWalk().Add(NewNet(limits)).ByType));
    }

    private static void Unit(string name, int expected)
    {
        if (IsUpdate)
        {
            Rewrite(UnitsPath, name, expected);
            return;
        }

        int listed = (int)typeof(MemoryUnits).GetField(name).GetRawConstantValue();
        Assert.AreEqual(expected, listed, name + ": NANOSTACK_UPDATE=1 writes " + UnitsPath);
    }

    /// <summary>What these limits cost more than the default ones.</summary>
    private static int More(Limits limits) => Walk(limits) - Walk(Limits.Default());

    private static int Walk(Limits limits) => new MemoryWalk().Add(NewNet(limits)).TotalBytes;

    private static Net NewNet(Limits limits)
    {
        return new Net(limits, new HostClock(), new HostEntropy());
    }

    private static void Rewrite(string path, string name, int value)
    {
        string text = File.ReadAllText(Repo.At(path));
        string changed = Regex.Replace(
            text, @"(const int " + name + @" = )\d+;", "${1}" + value + ";");
        File.WriteAllText(Repo.At(path), changed);
    }
}
