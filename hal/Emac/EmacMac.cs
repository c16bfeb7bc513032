using NanoStack.Hal.Bus;

namespace NanoStack.Hal.Emac;

/// <summary>The MAC's registers by meaning (docs/hardware.md, 1.3 and 3.1).</summary>
internal sealed class EmacMac
{
    // CONFIG. IPC (bit 10) stays 0: what the MAC's checksum unit drops, it drops in silence
    // (docs/hardware.md, 4), and software checks always.
    private const uint PortSelect = 0x00008000;         // 10/100, must be 1
    private const uint FastEthernet = 0x00004000;
    private const uint FullDuplex = 0x00000800;
    private const uint TransmitEnable = 0x00000008;
    private const uint ReceiveEnable = 0x00000004;

    private const uint ReceiveFlowControl = 0x00000004; // FLOWCTRL RFE
    private const uint AddressEnable = 0x80000000;      // ADDR0 HIGH, "always 1"

    // DEBUG
    private const uint TransmitBusy = 3 << 17;
    private const uint ReceiveReadBusy = 3 << 5;
    private const uint ReceiveFifoLevel = 3 << 8;

    /// <summary>A full frame takes 1.2 ms at 10 Mb/s; skipping this wait hung the MAC (IDF
    /// 256d457).</summary>
    private const int IdlePolls = 4;

    /// <summary>Which groups come in.</summary>
    public readonly EmacFilter Filter;

    private readonly EmacBus _bus;
    private readonly EmacStats _stats;
    private uint _config;

    public EmacMac(EmacBus bus, EmacStats stats)
    {
        _bus = bus;
        _stats = stats;
        Filter = new EmacFilter(bus);
    }

    /// <summary>True while frames wait in the receive FIFO.</summary>
    public bool HasFramesInFifo => (_bus.Read32(EmacRegisters.Debug) & ReceiveFifoLevel) != 0;

    /// <summary>100 Mb/s full duplex until the PHY says otherwise; our address,
    /// broadcast, and the groups that were joined.</summary>
    public void Configure(byte[] address)
    {
        WriteConfig(PortSelect | FastEthernet | FullDuplex);
        Filter.WriteAll();
        _bus.Write32(EmacRegisters.FlowCtrl, 0);
        SetAddress(address);
    }

    /// <summary>What the PHY agreed on with its partner. Both engines are off.</summary>
    public void SetLink(bool is100, bool isFullDuplex, bool canPause)
    {
        uint config = PortSelect;
        config |= is100 ? FastEthernet : 0;
        config |= isFullDuplex ? FullDuplex : 0;
        WriteConfig(config);

        // We obey a pause and never ask for one: our latency would stop a whole switch port.
        _bus.Write32(EmacRegisters.FlowCtrl, isFullDuplex && canPause ? ReceiveFlowControl : 0);
    }

    public void EnableTransmit()
    {
        WriteConfig(_config | TransmitEnable);
    }

    public void EnableReceive()
    {
        WriteConfig(_config | ReceiveEnable);
    }

    public void Disable()
    {
        WriteConfig(_config & ~(TransmitEnable | ReceiveEnable));
    }

    /// <summary>Waits for the frame on the wire to end. False: it did not.</summary>
    public bool WaitTransmitIdle() => WaitIdle(TransmitBusy);

    /// <summary>Waits for the frame on its way to memory to end. False: it did not.</summary>
    public bool WaitReceiveIdle() => WaitIdle(ReceiveReadBusy);

    private bool WaitIdle(uint busy)
    {
        for (int i = 0; i < IdlePolls; i++)
        {
            if ((_bus.Read32(EmacRegisters.Debug) & busy) == 0)
            {
                return true;
            }

            _bus.DelayMs(1);
        }

        _stats.Inc(EmacStats.StopTimeouts);
        return false;
    }

    private void SetAddress(byte[] address)
    {
        uint high = address[4] | ((uint)address[5] << 8);
        uint low = address[0] | ((uint)address[1] << 8)
            | ((uint)address[2] << 16) | ((uint)address[3] << 24);
        _bus.Write32(EmacRegisters.Addr0High, AddressEnable | high);
        _bus.Write32(EmacRegisters.Addr0Low, low);      // the address latches on this write
    }

    private void WriteConfig(uint config)
    {
        _config = config;
        _bus.Write32(EmacRegisters.Config, config);
    }
}
