using System.IO;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace NanoStack.Tests.Host.Flash;

/// <summary>Every way in which flashing fails, and the one sentence that says what to do. The codes
/// are nanoff's own (its ExitCodes.cs), of which a Unix keeps the lower 8 bits.</summary>
[TestClass]
public sealed class FlashMessageTests : FlashFixture
{
    private const string Launcher = "\0nanoFramework.UnitTestLauncher\0";

    [TestMethod]
    public void Option_Unknown_IsNamed()
    {
        Bench.Run("--firmwre", "x").ExpectMessage("option", "--firmwre");
    }

    [TestMethod]
    public void Option_WithoutItsValue_IsNamed()
    {
        Bench.Run("--follow", "--port").ExpectMessage("value", "--port");
    }

    [TestMethod]
    [DataRow("--baud", "fast")]
    [DataRow("--flash-baud", "0")]
    [DataRow("--timeout", "-1")]
    public void Option_WithoutANumber_IsNamed(string name, string value)
    {
        Bench.Run("--follow", name, value).ExpectMessage("number", name, value);
    }

    [TestMethod]
    public void NothingToDo_SaysWhatThereIs()
    {
        Bench.Run("--port", Bench.Port).ExpectMessage("nothing");
    }

    [TestMethod]
    public void Nanoff_NotOnThePath_SaysHowToInstallIt()
    {
        Bench.WithoutNanoff();

        Bench.Run("--follow").ExpectMessage("no-nanoff");
    }

    [TestMethod]
    public void Port_None_SaysWhatToConnect()
    {
        Bench.Ports();

        Bench.Run("--follow").ExpectMessage("no-port");
    }

    [TestMethod]
    public void Port_Several_NamesThem()
    {
        Bench.Ports("/dev/ttyUSB0", "/dev/ttyACM3", "COM7");

        Bench.Run("--follow").ExpectMessage("several-ports", "/dev/ttyUSB0, /dev/ttyACM3, COM7");
    }

    [TestMethod]
    public void Port_ThatIsNotThere_IsNamed()
    {
        Bench.Run("--follow", "--port", "/dev/ttyUSB9").ExpectMessage("port-missing", "/dev/ttyUSB9");
    }

    [TestMethod]
    public void Port_WithoutPermission_NamesItsGroup()
    {
        FlashBench.Mode(Bench.Port, "000");
        string group = System.Environment.UserName == "root" ? "root" : PortGroup();

        Bench.RunAsNobody("--follow", "--port", Bench.Port)
            .ExpectMessage("permission", Bench.Port, group);
    }

    [TestMethod]
    [DataRow("update", 4005)]
    [DataRow("update", 6000)]
    [DataRow("update", 6002)]
    [DataRow("devicedetails", 6002)]
    [DataRow("deploy", 6002)]
    public void Port_HeldByAnotherProgram_SaysWhatToClose(string step, int code)
    {
        Bench.Fails(step, code);

        Bench.Run("--firmware", Bench.Firmware, "--app", Bench.Application)
            .ExpectMessage("busy", Bench.Port);
    }

    [TestMethod]
    public void Port_WhoseRateCannotBeSet_SaysWhatToClose()
    {
        Bench.SttyFails();

        Bench.Run("--follow").ExpectMessage("busy", Bench.Port);
    }

    [TestMethod]
    [DataRow("ESP32_S3_OCTAL")]
    [DataRow("ESP32_C6_THREAD")]
    [DataRow("ESP32_P4")]
    [DataRow("ST_STM32F769I_DISCOVERY")]
    public void Target_OfAnotherChip_SaysWhichItMustBe(string target)
    {
        Bench.Run("--firmware", Bench.Firmware, "--target", target)
            .ExpectMessage("target-chip", target);
        Assert.AreEqual(0, Bench.Calls.Length);
    }

    [TestMethod]
    [DataRow(9005)]
    [DataRow(9015)]
    public void Target_ThatNanoffDoesNotKnow_SaysHowToListThem(int code)
    {
        Bench.Fails("update", code);

        Bench.Run("--firmware", Bench.Firmware, "--target", "ESP32_WT32")
            .ExpectMessage("target-unknown", "ESP32_WT32");
    }

    [TestMethod]
    public void Firmware_ThatIsNotThere_SaysWhatToBuild()
    {
        Bench.Run("--firmware", "build/nanoCLR.bin")
            .ExpectMessage("firmware-missing", "build/nanoCLR.bin");
        Assert.AreEqual(0, Bench.Calls.Length);
    }

    [TestMethod]
    public void Firmware_ThatIsNoBin_SaysWhichFileItIs()
    {
        string elf = Bench.Write("nanoCLR.elf", "x");

        Bench.Run("--firmware", elf).ExpectMessage("firmware-suffix", elf);
        Assert.AreEqual(0, Bench.Calls.Length);
    }

    [TestMethod]
    [DataRow("nowhere/app.bin")]
    [DataRow("nowhere")]
    public void Application_ThatIsNotThere_SaysWhatToBuild(string name)
    {
        Bench.Run("--app", name).ExpectMessage("app-missing", name);
        Assert.AreEqual(0, Bench.Calls.Length);
    }

    [TestMethod]
    public void Application_FolderWithoutPeFiles_SaysWhatToBuild()
    {
        string folder = Path.GetDirectoryName(Bench.Write("tests/a.dll", "a"));

        Bench.Run("--app", folder).ExpectMessage("app-missing", folder);
    }

    [TestMethod]
    public void BootLoader_ThatDoesNotAnswer_SaysHowToEnterBootMode()
    {
        Bench.Fails("update", 4000);

        Bench.Run("--firmware", Bench.Firmware).ExpectMessage("boot-mode", Bench.Port);
    }

    [TestMethod]
    [DataRow(4002)]
    [DataRow(4003)]
    [DataRow(4004)]
    public void Firmware_NotWritten_SaysHowToMakeTheLineBetter(int code)
    {
        Bench.Fails("update", code);

        Bench.Run("--firmware", Bench.Firmware, "--app", Bench.Application)
            .ExpectMessage("write-failed", Bench.Port);
        Assert.AreEqual(2, Bench.Calls.Length, "nothing is deployed after it");
    }

    [TestMethod]
    public void Download_ThatFails_SaysWhatItNeeds()
    {
        Bench.Fails("update", 9007);

        Bench.Run("--firmware", Bench.Firmware).ExpectMessage("download", "ESP32_WT32_ETH01");
    }

    [TestMethod]
    [DataRow(2000)]
    [DataRow(2001)]
    [DataRow(2002)]
    public void Interpreter_ThatDoesNotAnswer_SaysToLeaveBootMode(int code)
    {
        Bench.Fails("devicedetails", code);

        Bench.Run("--app", Bench.Application).ExpectMessage("no-clr", Bench.Port);
    }

    [TestMethod]
    public void NativePart_NotInTheFirmware_SaysWhatToFlash()
    {
        Bench.Native(null);

        Bench.Run("--app", Bench.Application).ExpectMessage("no-native", Bench.Port);
        Assert.AreEqual(2, Bench.Calls.Length, "nothing is deployed");
    }

    [TestMethod]
    public void NativePart_OfAnotherTree_NamesBothChecksums()
    {
        Bench.Native("0x01234567");

        Bench.Run("--app", Bench.Application)
            .ExpectMessage("other-native", Bench.Port, "0x01234567", "0xF8A54575");
    }

    [TestMethod]
    [DataRow(2000)]
    [DataRow(2002)]
    public void Deployment_ThatFails_SaysHowToGoOn(int code)
    {
        Bench.Fails("deploy", code);

        Bench.Run("--app", Bench.Application).ExpectMessage("deploy-failed", Bench.Port);
    }

    [TestMethod]
    [DataRow("update")]
    [DataRow("devicedetails")]
    [DataRow("deploy")]
    public void Nanoff_FailingInAnotherWay_PointsAtItsWords(string step)
    {
        Bench.Fails(step, 9000);

        FlashResult run = Bench.Run("--firmware", Bench.Firmware, "--app", Bench.Application);

        run.ExpectMessage("nanoff-failed", (9000 & 255).ToString());
        StringAssert.Contains(run.Output, "Error E9000");
    }

    [TestMethod]
    public void Follow_OfAPortThatGoesAway_SaysSo()
    {
        Bench.Says("Ready.");

        Bench.Run("--follow").ExpectMessage("gone", Bench.Port);
    }

    [TestMethod]
    public void Follow_OfTestsWithoutClosingLine_EndsAtTheTimeOut()
    {
        string folder = Path.GetDirectoryName(Bench.Write("tests/a.pe", Launcher));
        using FlashPipe pipe = new FlashPipe(Bench, "Test passed,A.B.0,1");

        Bench.Run("--app", folder, "--port", pipe.Path, "--timeout", "1")
            .ExpectMessage("silent", "1");
    }

    [TestMethod]
    public void Follow_OfTestsThatEndByAnException_SaysWhereToLook()
    {
        string folder = Path.GetDirectoryName(Bench.Write("tests/a.pe", Launcher));
        Bench.Says("    ++++ Exception System.OutOfMemoryException", "Done.");

        Bench.Run("--app", folder).ExpectMessage("ended");
    }

    /// <summary>The group of a file that this user made.</summary>
    private static string PortGroup()
    {
        using System.Diagnostics.Process id = System.Diagnostics.Process.Start(
            new System.Diagnostics.ProcessStartInfo("id", "-gn") { RedirectStandardOutput = true });
        return id.StandardOutput.ReadToEnd().Trim();
    }
}
