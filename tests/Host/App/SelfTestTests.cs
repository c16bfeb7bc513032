using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoStack.Boards;
using NanoStack.Device;
using NanoStack.Hal.Host;
using NanoStack.Hal.Host.Model;
using NanoStack.Hal.Host.Wire;
using NanoStack.SelfTest;
using NanoStack.Telemetry;

namespace NanoStack.Tests.Host.App;

/// <summary>The application to flash first, on a PC: its lines, and that it sees what is broken.</summary>
[TestClass]
public sealed class SelfTestTests
{
    private const int DeadlineMs = 20000;
    private const int BrokenDeadlineMs = 300;

    [TestMethod]
    public void Program_OnAPc_PrintsALineForEachTestAndTheSum()
    {
        ProcessStartInfo info = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            ArgumentList = { Path.Combine(AppContext.BaseDirectory, "NanoStack.SelfTest.dll") },
        };
        using Process process = Process.Start(info);
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();

        List<string> lines = output.Replace("\r\n", "\n").Split('\n').Where(line => line != "")
            .ToList();
        Assert.AreEqual(0, process.ExitCode, output);
        Assert.AreEqual("10 passed, 0 failed, 7 skipped", lines.Last(), output);
        Assert.AreEqual(10, lines.Count(line => line.StartsWith("passed ")), output);
        Assert.AreEqual(7, lines.Count(line => line.StartsWith("skipped ")), output);
    }

    [TestMethod]
    public void Board_OnTheModel_HasPhyAndLink()
    {
        ListLog log = new ListLog();
        Wt32Eth01 board = new Wt32Eth01();
        EmacModel model = new EmacModel();
        model.Phy.Pin = board.PhyResetPin;
        VirtualWire wire = new VirtualWire(new HostClock(), 1);
        _ = new HostWireDevice(wire, 1, new byte[] { 2, 0, 0, 0, 0, 1 });   // the far end
        model.Plug(wire, 0);
        using ModelBus bus = new ModelBus(model, new SeededEntropy(1));
        SelfTestRun run = new SelfTestRun(log, new HostClock(), DeadlineMs);

        run.TestBoard(bus, board);

        Assert.AreEqual(0, run.End(), log.Text);
        Assert.AreEqual("3 passed, 0 failed, 0 skipped", log.Lines.Last(), log.Text);
        StringAssert.Contains(log.Text, "WT32-ETH01: LAN87", log.Text);
    }

    [TestMethod]
    public void Board_WithoutCable_FailsAndSaysWhatToLookAt()
    {
        ListLog log = new ListLog();
        Wt32Eth01 board = new Wt32Eth01();
        EmacModel model = new EmacModel();
        model.Phy.Pin = board.PhyResetPin;
        using ModelBus bus = new ModelBus(model, new SeededEntropy(1));
        SelfTestRun run = new SelfTestRun(log, new HostClock(), BrokenDeadlineMs);

        run.TestBoard(bus, board);

        Assert.AreEqual(1, run.End(), log.Text);
        StringAssert.Contains(log.Text, "failed Cable_PluggedIn_BringsALink: expected a link");
    }

    [TestMethod]
    public void Board_WithAnotherPhyAddress_FailsWithTheSentenceThatHelps()
    {
        ListLog log = new ListLog();
        Wt32Eth01 board = new Wt32Eth01();
        EmacModel model = new EmacModel();
        model.Phy.Pin = board.PhyResetPin;
        model.Phy.Address = 5;
        using ModelBus bus = new ModelBus(model, new SeededEntropy(1));
        SelfTestRun run = new SelfTestRun(log, new HostClock(), BrokenDeadlineMs);

        run.TestBoard(bus, board);

        Assert.AreEqual(1, run.End(), log.Text);
        string line = log.Lines.Single(text => text.StartsWith("failed Board_Started_FindsItsPhy"));
        StringAssert.Contains(line, "5", log.Text);
        StringAssert.Contains(log.Text, "skipped Cable_PluggedIn_BringsALink: needs the PHY");
    }

    [TestMethod]
    public void Stack_ThatDamagesBytes_Fails()
    {
        ListLog log = Run(new BrokenLoopback { Corrupts = true }, out int failed);

        Assert.AreNotEqual(0, failed, log.Text);
        StringAssert.Contains(
            log.Text, "failed Bytes_SentAndEchoed_ComeBackUnchanged: expected byte");
    }

    [TestMethod]
    public void Stack_ThatLosesAPacket_Fails()
    {
        ListLog log = Run(new BrokenLoopback { Leaks = true }, out int failed);

        Assert.AreNotEqual(0, failed, log.Text);
        StringAssert.Contains(
            log.Text, "failed Receive_WithoutData_TimesOut: expected all packets back in the pool");
    }

    [TestMethod]
    public void Stack_ThatDeliversNothing_Fails()
    {
        ListLog log = Run(new BrokenLoopback { IsDead = true }, out int failed);

        StringAssert.Contains(log.Text, "failed Connect_ToAClosedPort_IsRefused: expected error");
        StringAssert.EndsWith(
            log.Lines.Last(), " passed, " + failed + " failed, 4 skipped", log.Text);
        Assert.IsTrue(failed >= 7, log.Text);
    }

    /// <summary>The same device without a fault: what fails above fails for the fault.</summary>
    [TestMethod]
    public void Stack_OnTheSameDeviceWithoutFault_Passes()
    {
        ListLog log = new ListLog();
        SelfTestRun run = new SelfTestRun(log, new HostClock(), DeadlineMs);

        run.TestStack(new BrokenLoopback());

        Assert.AreEqual(0, run.End(), log.Text);
    }

    private static ListLog Run(NetDevice device, out int failed)
    {
        ListLog log = new ListLog();
        SelfTestRun run = new SelfTestRun(log, new HostClock(), BrokenDeadlineMs);
        run.TestStack(device);
        failed = run.End();
        return log;
    }
}
