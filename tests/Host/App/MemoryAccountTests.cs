using System;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoStack.Boards;
using NanoStack.Core;
using NanoStack.Hal.Bus;
using NanoStack.Hal.Emac;
using NanoStack.Hal.Host;
using NanoStack.Hal.Host.Model;
using NanoStack.Hal.Host.Wire;
using NanoStack.Ip;
using NanoStack.Kernel;
using NanoStack.Neigh;
using NanoStack.Skb;
using NanoStack.Tcp;

namespace NanoStack.Tests.Host.App;

/// <summary>The account that is printed at boot is the memory there is, object by object.</summary>
[TestClass]
public sealed class MemoryAccountTests
{
    private const string FieldsPath = "stack/MemoryFields.cs";
    private const string DocumentPath = "docs/memory.md";
    private const string DriverPath = "hal/Emac/EmacMemory.cs";

    private static readonly Type[] Counted =
    {
        typeof(TcpSock), typeof(TcpRequest), typeof(TcpOptions), typeof(Dst), typeof(Neighbour),
        typeof(SkBuff), typeof(SkBuffHead), typeof(WaitQueue), typeof(SpinLock), typeof(Mib),
    };

    private static bool IsUpdate => Environment.GetEnvironmentVariable("NANOSTACK_UPDATE") == "1";

    [TestMethod]
    public void Fields_OfEveryCountedType_AreThoseOfTheAccount()
    {
        foreach (Type type in Counted)
        {
            int expected = MemoryWalk.FieldsOf(type).Count;
            if (IsUpdate)
            {
                Rewrite(FieldsPath, type.Name, expected);
                continue;
            }

            int listed = (int)typeof(MemoryFields).GetField(type.Name).GetRawConstantValue();
            Assert.AreEqual(
                expected, listed, type.Name + ": NANOSTACK_UPDATE=1 writes " + FieldsPath);
        }
    }

    [TestMethod]
    public void Total_OfAStack_IsTheSumOfItsObjects()
    {
        if (IsUpdate)
        {
            // Run it twice when a counted type has changed: this build has the old numbers.
            int others = new MemoryAccount(Limits.Default()).TotalBytes - MemoryFields.RoomsBytes;
            Rewrite(FieldsPath, nameof(MemoryFields.RoomsBytes), Walk(Limits.Default()) - others);
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
