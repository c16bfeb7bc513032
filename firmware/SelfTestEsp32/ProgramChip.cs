using NanoStack.Hal.Esp32;
using NanoStack.Telemetry;

namespace NanoStack.SelfTest;

/// <content>What only an image for the ESP32 can tell: the chip's own report, before the tests.</content>
public static partial class Program
{
    static partial void ReportChip(TelemetryLog log)
    {
        string[] lines = ChipReport.Take().Lines();
        for (int i = 0; i < lines.Length; i++)
        {
            log.Line(lines[i]);
        }
    }
}
