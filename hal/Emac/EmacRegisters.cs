namespace NanoStack.Hal.Emac;

/// <summary>The registers we touch, and nothing else of them (TRM, chapter EMAC; docs/hardware.md,
/// 1).</summary>
internal static class EmacRegisters
{
    // The DMA (docs/hardware.md, 1.2)

    public const uint BusMode = 0x3FF69000;
    public const uint TxPollDemand = 0x3FF69004;
    public const uint RxPollDemand = 0x3FF69008;

    /// <summary>First receive descriptor; written with the receive DMA stopped.</summary>
    public const uint RxBase = 0x3FF6900C;

    /// <summary>First transmit descriptor; written with the transmit DMA stopped.</summary>
    public const uint TxBase = 0x3FF69010;

    /// <summary>Bits 16:0 are cleared by writing 1.</summary>
    public const uint Status = 0x3FF69014;

    public const uint OpMode = 0x3FF69018;
    public const uint IntEnable = 0x3FF6901C;

    /// <summary>Missed frames; reading clears it.</summary>
    public const uint Missed = 0x3FF69020;

    // Espressif's wrapper: clocks and PHY interface (docs/hardware.md, 1.4)

    public const uint ClkOutConf = 0x3FF69800;
    public const uint OscClkConf = 0x3FF69804;
    public const uint ClkCtrl = 0x3FF69808;
    public const uint PhyInfConf = 0x3FF6980C;

    // The MAC (docs/hardware.md, 1.3)

    public const uint Config = 0x3FF6A000;
    public const uint FrameFilter = 0x3FF6A004;
    public const uint MiiAddr = 0x3FF6A010;
    public const uint MiiData = 0x3FF6A014;
    public const uint FlowCtrl = 0x3FF6A018;
    public const uint Debug = 0x3FF6A024;
    public const uint Addr0High = 0x3FF6A040;

    /// <summary>The address takes effect when this half is written, so it is written
    /// second.</summary>
    public const uint Addr0Low = 0x3FF6A044;

    /// <summary>The first of the pairs beside our own address; the next one lies 8
    /// further.</summary>
    public const uint Addr1High = 0x3FF6A048;
    public const uint Addr1Low = 0x3FF6A04C;
}
