using NanoStack.Hal.Bus;

namespace NanoStack.Tests.Phys;

/// <summary>A bus with 32 registers of one PHY behind its management interface; nothing else is
/// there.</summary>
internal sealed class MiiBus : EmacBus
{
    private const uint MiiAddr = 0x3FF6A010;
    private const uint MiiData = 0x3FF6A014;
    private const int ReadCountMax = 256;

    public readonly int[] Registers = new int[32];
    public readonly int[] Writes = new int[ReadCountMax];   // register << 16 | value
    public int WriteCount;
    public int Address = 1;

    /// <summary>Words that are not answered, from now on.</summary>
    public int Silences;

    /// <summary>The nth word from now is not answered; 0 is none.</summary>
    public int SilentWord;

    /// <summary>A register that keeps its value whatever is written; -1 is none.</summary>
    public int FrozenRegister = -1;

    public bool IsResetStuck;
    public bool IsLinkUp;

    /// <summary>A loss nobody has read yet.</summary>
    public bool WasLost = true;

    /// <summary>What the pin does: number, level.</summary>
    public int Pin = -1;
    public bool IsPinHigh;
    public int PinCount;

    private uint _data;

    public override bool IsOpen => true;

    public override uint ArenaAddress => 0;

    public override int Open(RmiiClock clock, int mdcPin, int mdioPin, int arenaBytes) => Opened;

    public override void Close()
    {
    }

    public override uint Read32(uint address) => address == MiiData ? _data : 0;

    public override void Write32(uint address, uint value)
    {
        if (address == MiiData)
        {
            _data = value;
            return;
        }

        if (address != MiiAddr || (value & 1) == 0)
        {
            return;
        }

        int phy = (int)(value >> 11) & 0x1F;
        int register = (int)(value >> 6) & 0x1F;
        bool isSilent = phy != Address || Silences > 0 || SilentWord == 1;
        Silences -= Silences > 0 ? 1 : 0;
        SilentWord -= SilentWord > 0 ? 1 : 0;
        if ((value & 2) == 0)
        {
            _data = isSilent ? 0xFFFFu : (uint)ReadRegister(register);
        }
        else if (!isSilent)
        {
            WriteRegister(register, (int)_data);
        }
    }

    public override uint ReadWord(int arenaAt) => 0;

    public override void WriteWord(int arenaAt, uint value)
    {
    }

    public override void Barrier()
    {
    }

    public override uint CopyIn(int arenaAt, byte[] data, int at, int count, uint sum) => 0;

    public override uint CopyOut(int arenaAt, byte[] data, int at, int count, uint sum) => 0;

    public override uint Sum(byte[] data, int at, int count, uint sum) => 0;

    public override uint MaskInterrupt() => 0;

    public override void RestoreInterrupt(uint enabled)
    {
    }

    public override uint TakeStatus() => 0;

    public override bool Wait(int timeoutMs) => false;

    public override void SetPin(int pin, bool isHigh)
    {
        Pin = pin;
        IsPinHigh = isHigh;
        PinCount++;
    }

    public override uint Entropy32() => 0;

    public override void ReadMac(byte[] address)
    {
    }

    public override void DelayMs(int timeMs)
    {
    }

    private int ReadRegister(int register)
    {
        if (register != 1)
        {
            return Registers[register];
        }

        int status = Registers[1] & ~4;
        bool isShown = IsLinkUp && !WasLost;
        WasLost = !IsLinkUp;
        return isShown ? status | 4 : status;
    }

    private void WriteRegister(int register, int value)
    {
        Writes[WriteCount++ & (ReadCountMax - 1)] = (register << 16) | value;
        if (register == 0 && !IsResetStuck)
        {
            value &= ~0x8000;               // a reset ends at once
        }

        if (register != FrozenRegister)
        {
            Registers[register] = value;
        }
    }
}
