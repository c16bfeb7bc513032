using NanoStack.Hal.Bus;
using NanoStack.Hal.Phys;

namespace NanoStack.Hal.Emac;

/// <summary>What an <see cref="EmacDevice"/> must know of its board, and how large its rings
/// are.</summary>
/// <remarks>A board fills it (NanoStack.Boards); it is read once, when the device is
/// made.</remarks>
public sealed class EmacOptions
{
    // --- The board -------------------------------------------------------------------------------

    public RmiiClock Clock = RmiiClock.InOnGpio0;
    public int MdcPin = 23;
    public int MdioPin = 18;

    /// <summary>What the board carries; <see cref="PhyKind.Unknown"/> asks the PHY
    /// itself.</summary>
    public PhyKind Phy = PhyKind.Unknown;

    /// <summary>0 to 31, or -1 to look for it.</summary>
    public int PhyAddress = -1;

    /// <summary>GPIO that resets the PHY or switches its power or oscillator; -1 when there is
    /// none.</summary>
    public int PhyPin = -1;

    /// <summary>True when the PHY runs while the pin is high: a reset pin (active low) or a power
    /// switch (active high), which is the same to us.</summary>
    public bool PhyRunsWhenHigh = true;

    /// <summary>How long the pin holds the PHY.</summary>
    public int PhyHoldMs = 10;

    /// <summary>From letting go to the first word with the PHY, its clock included.</summary>
    public int PhySettleMs = 50;

    /// <summary>Six bytes instead of the factory's address, or null.</summary>
    public byte[] HardwareAddress;

    // --- The rings: memory the DMA can reach -----------------------------------------------------

    /// <summary>Frames that survive while nobody polls: eight are 0.98 ms at line rate.</summary>
    public int RxSlotCount = 8;

    /// <summary>Frames on their way out; a power of two. One is kept for ACK, ARP and
    /// ICMP.</summary>
    public int TxSlotCount = 4;

    /// <summary>One whole frame each; a multiple of 4, because the DMA writes whole
    /// words.</summary>
    public int BufferBytes = TxDescriptor.BufferSizeMax;

    /// <summary>DMA burst: 32, or 8 beside SPI with DMA (docs/hardware.md, 3.7, pitfall 7).</summary>
    public int BurstBeats = 32;

    // --- Time ------------------------------------------------------------------------------------

    /// <summary>A transmit ring that has not moved for so long is dead: the MAC is reset. Above the
    /// longest pause a switch may ask for at 100 Mb/s (336 ms).</summary>
    public int TxWatchdogMs = 2000;

    /// <summary>Bytes of the arena that these rings need.</summary>
    public int ArenaBytes =>
        (RxSlotCount * RxDescriptor.SizeBytes) + (TxSlotCount * TxDescriptor.SizeBytes)
        + ((RxSlotCount + TxSlotCount) * BufferBytes);

    /// <summary>One telemetry connection and 9 KB of DMA memory.</summary>
    public void UseSmallRings()
    {
        RxSlotCount = 4;
        TxSlotCount = 2;
    }

    /// <summary>Null, or one sentence that says which number is wrong and what would be
    /// right.</summary>
    public string Validate()
    {
        if (PhyAddress < -1 || PhyAddress > 31)
        {
            return "PhyAddress is " + PhyAddress + ": 0 to 31, or -1 to look for it.";
        }

        if (RxSlotCount < 3 || RxSlotCount > 64)
        {
            return "RxSlotCount is " + RxSlotCount + ": 3 to 64 frames.";
        }

        if (TxSlotCount < 2 || TxSlotCount > 64 || (TxSlotCount & (TxSlotCount - 1)) != 0)
        {
            return "TxSlotCount is " + TxSlotCount + ": 2, 4, 8, 16, 32 or 64 frames.";
        }

        if (BufferBytes < 1524 || BufferBytes > 4096 || (BufferBytes & 3) != 0)
        {
            return "BufferBytes is " + BufferBytes + ": one frame and its CRC need 1524, in fours.";
        }

        if (BurstBeats != 8 && BurstBeats != 32)
        {
            return "BurstBeats is " + BurstBeats + ": 32, or 8 beside SPI with DMA.";
        }

        if (HardwareAddress != null
            && (HardwareAddress.Length != 6 || (HardwareAddress[0] & 1) != 0))
        {
            return "HardwareAddress is not a station's: six bytes, the first of them even.";
        }

        return null;
    }
}
