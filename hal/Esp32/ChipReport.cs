using nanoFramework.Hardware.Esp32;

namespace NanoStack.Hal.Esp32;

/// <summary>What the ESP32 says of itself: why it started, its memory, its microseconds.</summary>
/// <remarks>
/// An assembly of its own, because what a project references is deployed with it, and the native
/// half of nanoFramework.Hardware.Esp32 is in images for the ESP32 only. The bytes are of native
/// memory: what the managed heap leaves over, where the DMA's frames lie.
/// </remarks>
public sealed class ChipReport
{
    // Sleep.WakeupCause, in its order: an enum's text is its number on the device.
    private static readonly string[] Causes =
    {
        "power or reset", "pin (EXT0)", "pins (EXT1)", "timer", "touch pad", "ULP program", "GPIO",
        "UART", "Wi-Fi", "coprocessor", "coprocessor's trap", "Bluetooth",
    };

    private readonly int _cause;
    private readonly uint[] _internal;
    private readonly uint[] _psram;
    private readonly ulong _timeUs;

    /// <param name="cause">A number of <c>Sleep.WakeupCause</c>.</param>
    /// <param name="internalBytes">Internal memory: all, free, largest block.</param>
    /// <param name="psramBytes">The same of the PSRAM; all 0 where there is none.</param>
    /// <param name="timeUs">Microseconds since the chip started.</param>
    public ChipReport(int cause, uint[] internalBytes, uint[] psramBytes, ulong timeUs)
    {
        _cause = cause;
        _internal = internalBytes;
        _psram = psramBytes;
        _timeUs = timeUs;
    }

    /// <summary>Asks the chip; only an ESP32 answers.</summary>
    public static ChipReport Take()
    {
        return new ChipReport(
            (int)Sleep.GetWakeupCause(), Memory(NativeMemory.MemoryType.Internal),
            Memory(NativeMemory.MemoryType.SpiRam), HighResTimer.GetCurrent());
    }

    /// <summary>The report, a line each.</summary>
    public string[] Lines()
    {
        bool isKnown = _cause >= 0 && _cause < Causes.Length;
        return new[]
        {
            "chip started by " + (isKnown ? Causes[_cause] : "cause " + _cause.ToString()),
            "chip internal memory " + Text(_internal),
            "chip PSRAM " + (_psram[0] == 0 ? "none" : Text(_psram)),
            "chip runs for " + ((int)(_timeUs / 1000)).ToString() + " ms",
        };
    }

    private static uint[] Memory(NativeMemory.MemoryType type)
    {
        NativeMemory.GetMemoryInfo(type, out uint all, out uint free, out uint largest);
        return new[] { all, free, largest };
    }

    private static string Text(uint[] bytes)
    {
        return bytes[0].ToString() + " bytes, free " + bytes[1].ToString() + ", largest block "
            + bytes[2].ToString();
    }
}
