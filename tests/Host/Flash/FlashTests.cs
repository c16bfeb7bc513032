using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace NanoStack.Tests.Host.Flash;

/// <summary>firmware/flash.sh against a fake nanoff: what it runs, and what it says when that
/// fails. <see cref="FlashPs1Tests"/> has flash.ps1 do the same.</summary>
[TestClass]
public sealed class FlashTests : FlashFixture
{
    private const string Update = "--platform esp32 --target ESP32_WT32_ETH01 --serialport ";

    [TestMethod]
    public void DryRun_WithoutBoard_PrintsTheCommandsAndRunsNone()
    {
        FlashResult run = Bench.Run("--firmware", "nanoCLR.bin", "--app", "app.bin", "--dry-run");

        run.ExpectSuccess();
        CollectionAssert.AreEqual(
            new[]
            {
                "nanoff " + Update + "PORT --update --clrfile nanoCLR.bin",
                "nanoff --nanodevice --serialport PORT --devicedetails",
                "nanoff --nanodevice --serialport PORT --deploy --image app.bin",
            },
            run.Lines);
        Assert.AreEqual(0, Bench.Calls.Length);
    }

    [TestMethod]
    public void DryRun_OfAFolder_WritesNoImage()
    {
        string folder = Path.GetDirectoryName(Bench.Write("tests/a.pe", "a"));

        FlashResult run = Bench.Run("--app", folder, "--port", Bench.Port, "--dry-run");

        run.ExpectSuccess();
        StringAssert.EndsWith(run.LastLine, " --image " + folder + "/deployment.bin");
        Assert.IsFalse(File.Exists(folder + "/deployment.bin"));
    }

    [TestMethod]
    [DataRow("telemetry", "firmware/Telemetry/bin/Release/NanoStack.Telemetry.bin")]
    [DataRow("selftest", "firmware/SelfTest/bin/Release/NanoStack.SelfTest.bin")]
    [DataRow("tests", "tests/NFUnitTest/bin/Release/deployment.bin")]
    [DataRow("tests-tcp", "tests/NFUnitTest.Tcp/bin/Release/deployment.bin")]
    [DataRow("tests-rules", "tests/NFUnitTest.Rules/bin/Release/deployment.bin")]
    public void App_ByName_IsWhatItsProjectBuilds(string name, string path)
    {
        FlashResult run = Bench.Run("--app", name, "--dry-run");

        run.ExpectSuccess();
        StringAssert.EndsWith(run.LastLine, " --image " + Repo.At(path));
    }

    [TestMethod]
    public void Firmware_AndApplication_AreFlashedCheckedAndDeployedInThisOrder()
    {
        Bench.Says("up", "Done.");

        Bench.Run("--firmware", Bench.Firmware, "--app", Bench.Application).ExpectSuccess();

        CollectionAssert.AreEqual(
            new[]
            {
                "--listports",
                Update + Bench.Port + " --update --clrfile " + Bench.Firmware,
                "--nanodevice --serialport " + Bench.Port + " --devicedetails",
                "--nanodevice --serialport " + Bench.Port + " --deploy --image " + Bench.Application,
            },
            Bench.Calls);
    }

    [TestMethod]
    public void Firmware_WithOwnTargetAndRate_PassesThemOn()
    {
        Bench.Run(
            "--firmware", Bench.Firmware, "--target", "ESP32_OLIMEX", "--port", Bench.Port,
            "--flash-baud", "115200").ExpectSuccess();

        CollectionAssert.AreEqual(
            new[]
            {
                "--platform esp32 --target ESP32_OLIMEX --serialport " + Bench.Port
                    + " --update --clrfile " + Bench.Firmware + " --baud 115200",
            },
            Bench.Calls);
    }

    [TestMethod]
    public void Port_BesideBluetoothAndThePcsOwn_IsFound()
    {
        Bench.Ports("/dev/ttyS0", "/dev/cu.Bluetooth-Incoming-Port", Bench.Port);

        Bench.Run("--firmware", Bench.Firmware).ExpectSuccess();

        StringAssert.Contains(Bench.Calls[1], Bench.Port);
    }

    [TestMethod]
    public void Folder_BecomesAnImageOfItsPeFilesPaddedToFour()
    {
        Bench.Write("tests/a.pe", "12345");
        Bench.Write("tests/a.pdbx", "not this");
        string folder = Path.GetDirectoryName(Bench.Write("tests/b.pe", "1234"));

        Bench.Run("--app", folder, "--no-follow").ExpectSuccess();

        Assert.AreEqual("12345\0\0\01234", File.ReadAllText(folder + "/deployment.bin"));
        StringAssert.EndsWith(Bench.Calls[2], "--deploy --image " + folder + "/deployment.bin");
    }

    [TestMethod]
    public void Application_WithoutTheNativePart_NeedsNoneInTheFirmware()
    {
        Bench.Native(null);
        string image = Bench.Write("plain.bin", "mscorlib");

        Bench.Run("--app", image, "--no-follow").ExpectSuccess();
    }

    [TestMethod]
    public void SelfTest_OnAStockFirmware_IsDeployed()
    {
        Bench.Native(null);
        string image = Bench.Write("app.bin", "\0NanoStack.SelfTest\0NanoStack.Hal.Native\0");
        Bench.Says("skipped Firmware_HasTheNativePart: no", "12 passed, 0 failed, 1 skipped");

        Bench.Run("--app", image).ExpectSuccess();
    }

    [TestMethod]
    public void Follow_UntilAClosingLineWithoutFailure_Succeeds()
    {
        Bench.Says("passed Ping", "12 passed, 0 failed", "not read any more");

        FlashResult run = Bench.Run("--app", Bench.Application);

        run.ExpectSuccess();
        Assert.AreEqual("12 passed, 0 failed", run.LastLine);
        StringAssert.Contains(Bench.SttyCalls[0], FlashBench.Rate + " raw -echo");
    }

    [TestMethod]
    public void Follow_UntilAClosingLineWithAFailure_EndsWithOne()
    {
        Bench.Says("failed Ping", "SelfTest: 11 passed, 1 failed, 0 skipped");

        FlashResult run = Bench.Run("--follow");

        Assert.AreEqual(1, run.ExitCode);
        Assert.AreEqual("", run.Error);
    }

    [TestMethod]
    public void Follow_OfTheUnitTestLauncher_CountsItsLines()
    {
        Bench.Says(
            "Test passed,A.B.0,10", "Test skipped,A.C.0,no chip", "Test passed,A.D.0,9", "Done.");

        FlashResult run = Bench.Run("--follow");

        run.ExpectSuccess();
        Assert.AreEqual("2 passed, 0 failed, 1 skipped", run.LastLine);
    }

    [TestMethod]
    public void Follow_OfTheUnitTestLauncherWithAFailure_EndsWithOne()
    {
        Bench.Says("Test passed,A.B.0,10", "Test failed,A.C.0,Expected 1", "Done.");

        FlashResult run = Bench.Run("--follow");

        Assert.AreEqual(1, run.ExitCode);
        Assert.AreEqual("1 passed, 1 failed, 0 skipped", run.LastLine);
    }

    [TestMethod]
    public void Follow_AtAnotherRate_SetsIt()
    {
        Bench.Says("Done.");

        Bench.Run("--follow", "--baud", "115200").ExpectSuccess();

        StringAssert.Contains(Bench.SttyCalls[0], "115200 raw -echo");
    }

    [TestMethod]
    public void Follow_OfAnApplicationWithATimeOut_EndsWell()
    {
        using FlashPipe pipe = new FlashPipe(Bench, "record 1");

        FlashResult run = Bench.Run("--follow", "--port", pipe.Path, "--timeout", "1");

        run.ExpectSuccess();
        Assert.AreEqual("record 1", run.LastLine);
    }

    [TestMethod]
    public void Help_PrintsTheOptions()
    {
        FlashResult run = Bench.Run("--help");

        run.ExpectSuccess();
        Assert.AreEqual("Usage: " + Script + " [options]", run.Lines[0]);
    }

    [TestMethod]
    public void FlashingPage_PrintsWhatADryRunPrints()
    {
        string page = File.ReadAllText(Repo.At("docs/flashing.md")).Replace("\r\n", "\n");

        FlashResult run = Bench.Run(
            "--firmware", "nanoCLR.bin", "--app", "NanoStack.Telemetry.bin", "--dry-run");

        run.ExpectSuccess();
        StringAssert.Contains(page, "```\n" + string.Join("\n", run.Lines) + "\n```");
    }

    [TestMethod]
    public void FlashingPage_NamesOptionsThatExist()
    {
        string page = File.ReadAllText(Repo.At("docs/flashing.md"));
        MatchCollection commands = Regex.Matches(
            page, @"^firmware/flash\.sh (.+?)(?: +#.*)?\r?$", RegexOptions.Multiline);

        Assert.IsTrue(commands.Count >= 6, page);
        foreach (Match command in commands)
        {
            string[] words = command.Groups[1].Value.Split(' ');
            Bench.Run(words.Append("--dry-run").ToArray()).ExpectSuccess();
        }
    }
}
