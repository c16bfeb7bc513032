using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoStack.Hal.Esp32;

namespace NanoStack.Tests.Host.Hal;

/// <summary>The chip's report as text; only an ESP32 can be asked for the numbers.</summary>
[TestClass]
public sealed class ChipReportTests
{
    private static readonly uint[] Internal = { 300000, 120000, 65536 };
    private static readonly uint[] None = { 0, 0, 0 };

    [TestMethod]
    public void Report_OfAChipWithoutPsram_HasFourLines()
    {
        CollectionAssert.AreEqual(
            new[]
            {
                "chip started by power or reset",
                "chip internal memory 300000 bytes, free 120000, largest block 65536",
                "chip PSRAM none",
                "chip runs for 1234 ms",
            },
            new ChipReport(0, Internal, None, 1234567).Lines());
    }

    [TestMethod]
    public void Report_OfAChipWithPsram_TellsItsBytes()
    {
        uint[] psram = { 4194304, 4000000, 3900000 };

        Assert.AreEqual(
            "chip PSRAM 4194304 bytes, free 4000000, largest block 3900000",
            new ChipReport(0, Internal, psram, 0).Lines()[2]);
    }

    [TestMethod]
    [DataRow(3, "timer")]
    [DataRow(7, "UART")]
    [DataRow(11, "Bluetooth")]
    [DataRow(12, "cause 12")]
    [DataRow(-1, "cause -1")]
    public void Report_OfACause_NamesItOrItsNumber(int cause, string name)
    {
        Assert.AreEqual(
            "chip started by " + name, new ChipReport(cause, Internal, None, 0).Lines()[0]);
    }
}
