namespace NanoStack.Hal.Bus;

/// <summary>Who makes the 50 MHz reference clock of RMII, and on which pin (docs/hardware.md, 1.5,
/// 1.6).</summary>
/// <remarks>The numbers are the clock modes of the native Open.</remarks>
public enum RmiiClock
{
    /// <summary>The PHY or an oscillator drives GPIO0: the steady choice.</summary>
    InOnGpio0 = 0,

    /// <summary>The ESP32 drives GPIO0 from its APLL: the only output a board with PSRAM
    /// has.</summary>
    OutOnGpio0 = 1,

    /// <summary>The ESP32 drives GPIO16 from its APLL.</summary>
    OutOnGpio16 = 2,

    /// <summary>The ESP32 drives GPIO17, inverted, from its APLL: the usual output.</summary>
    OutOnGpio17 = 3,
}
