namespace NanoStack.Boards;

/// <summary>Olimex ESP32-POE-ISO: the isolated ESP32-POE, with its pins.</summary>
/// <remarks>Pins as in arduino-esp32, variants/esp32-poe-iso; the WROVER version as in
/// nf-interpreter, ESP32_OLIMEX_WROVER_defconfig.</remarks>
public sealed class OlimexEsp32PoeIso : OlimexEsp32Poe
{
    public OlimexEsp32PoeIso()
        : this(false)
    {
    }

    /// <param name="isWrover">True for the module with PSRAM.</param>
    public OlimexEsp32PoeIso(bool isWrover)
        : base(isWrover)
    {
        Name = isWrover ? "Olimex ESP32-POE-ISO (WROVER)" : "Olimex ESP32-POE-ISO";
    }
}
