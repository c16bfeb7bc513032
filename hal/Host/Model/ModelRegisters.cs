namespace NanoStack.Hal.Host.Model;

/// <summary>The chip's registers as the manual has them, read a second time.</summary>
/// <remarks>
/// On purpose not shared with the driver's EmacRegisters: a number that is wrong there must
/// disagree with one that is right here. Sections are those of docs/hardware.md.
/// </remarks>
internal static class ModelRegisters
{
    public const uint DmaBase = 0x3FF69000;
    public const uint ExtBase = 0x3FF69800;
    public const uint MacBase = 0x3FF6A000;
    public const uint End = 0x3FF6A100;

    // DMA, 1.2: offsets
    public const uint BusMode = 0x00;
    public const uint TxPollDemand = 0x04;
    public const uint RxPollDemand = 0x08;
    public const uint RxBase = 0x0C;
    public const uint TxBase = 0x10;
    public const uint Status = 0x14;
    public const uint OpMode = 0x18;
    public const uint IntEnable = 0x1C;
    public const uint Missed = 0x20;
    public const uint CurrentTxDescriptor = 0x48;
    public const uint CurrentRxDescriptor = 0x4C;

    public const uint BusModeReset = 0x00020101;
    public const uint BusModeSettled = 0x00020100;
    public const uint Swr = 1u << 0;

    // OPMODE
    public const uint OpSr = 1u << 1;
    public const uint OpFuf = 1u << 6;
    public const uint OpFef = 1u << 7;
    public const uint OpSt = 1u << 13;
    public const uint OpFtf = 1u << 20;
    public const uint OpDff = 1u << 24;
    public const uint OpDt = 1u << 26;

    // STATUS
    public const uint Ti = 1u << 0;
    public const uint Tps = 1u << 1;
    public const uint Tu = 1u << 2;
    public const uint Tjt = 1u << 3;
    public const uint Ovf = 1u << 4;
    public const uint Unf = 1u << 5;
    public const uint Ri = 1u << 6;
    public const uint Ru = 1u << 7;
    public const uint Rps = 1u << 8;
    public const uint Rwt = 1u << 9;
    public const uint Eti = 1u << 10;
    public const uint Fbi = 1u << 13;
    public const uint Eri = 1u << 14;
    public const uint Ais = 1u << 15;
    public const uint Nis = 1u << 16;
    public const uint Clearable = 0x1FFFF;
    public const uint Normal = Ti | Tu | Ri | Eri;
    public const uint Abnormal = Tps | Tjt | Ovf | Unf | Ru | Rps | Rwt | Eti | Fbi;
    public const int RsShift = 17;
    public const int TsShift = 20;
    public const int EbShift = 23;

    // Engine states (Synopsys encoding)
    public const uint Stopped = 0;
    public const uint RxWaiting = 3;
    public const uint RxSuspended = 4;
    public const uint TxReading = 3;
    public const uint TxSuspended = 6;

    // EB
    public const int RxDataWrite = 0;
    public const int TxDataRead = 3;
    public const int RxDescriptorWrite = 4;
    public const int TxDescriptorWrite = 5;
    public const int RxDescriptorRead = 6;
    public const int TxDescriptorRead = 7;

    // EXT, 1.4: offsets
    public const uint OscClkConf = 0x04;
    public const uint ClkCtrl = 0x08;
    public const uint PhyInfConf = 0x0C;

    // MAC, 1.3: offsets
    public const uint Config = 0x00;
    public const uint FrameFilter = 0x04;
    public const uint MiiAddr = 0x10;
    public const uint MiiData = 0x14;
    public const uint FlowCtrl = 0x18;
    public const uint Debug = 0x24;
    public const uint LpiTimers = 0x34;
    public const uint Addr0High = 0x40;
    public const uint Addr0Low = 0x44;

    public const uint LpiTimersReset = 0x03E80000;
    public const uint Addr0HighReset = 0x8000FFFF;
    public const uint Addr0LowReset = 0xFFFFFFFF;

    // CONFIG
    public const uint Re = 1u << 2;
    public const uint Te = 1u << 3;
    public const uint Ipc = 1u << 10;
    public const uint Dm = 1u << 11;
    public const uint Fes = 1u << 14;

    // FLOWCTRL
    public const uint Rfe = 1u << 2;

    // FRAME FILTER
    public const uint Promiscuous = 1u << 0;
    public const uint PassAllMulticast = 1u << 4;
    public const uint DropBroadcast = 1u << 5;
    public const uint ReceiveAll = 1u << 31;

    // What the DMA reaches, 1.7
    public const uint DmaLow = 0x3FFAE000;
    public const uint DmaHigh = 0x3FFFFFFF;
}
