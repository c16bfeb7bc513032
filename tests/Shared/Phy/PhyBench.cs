#if NANOFRAMEWORK_1_0
using nanoFramework.TestFramework;
#else
using Microsoft.VisualStudio.TestTools.UnitTesting;
#endif
using NanoStack.Hal.Emac;
using NanoStack.Hal.Phys;

namespace NanoStack.Tests.Phys;

/// <summary>A PHY's driver on a <see cref="MiiBus"/>, and a clock.</summary>
internal sealed class PhyBench
{
    public const int ResetPin = 5;

    public readonly MiiBus Bus = new MiiBus();
    public readonly EmacStats Stats = new EmacStats();
    public readonly Mdio Mdio;
    public readonly PhyProbe Probe;
    public PhyDevice Phy;
    public int NowMs = 1000;

    /// <summary>Times <see cref="PhyDevice.HasLink"/> was said to have changed.</summary>
    public int Changes;

    public PhyBench(uint id)
        : this(id, PhyKind.Unknown, -1)
    {
    }

    public PhyBench(uint id, PhyKind kind, int resetPin)
    {
        Mdio = new Mdio(Bus, Stats);
        Probe = new PhyProbe(Mdio);
        SetId(id);
        PhyPin pin = new PhyPin(Bus, resetPin, true, 10, 50);
        Phy = Probe.Make(kind, Bus.Address, Probe.ReadId(Bus.Address), pin, Stats);
    }

    /// <summary>Reset, no cable.</summary>
    public static PhyBench Begun(uint id)
    {
        PhyBench bench = new PhyBench(id);
        bench.Phy.Begin(bench.NowMs);
        bench.Run(50);
        return bench;
    }

    public void SetId(uint id)
    {
        Bus.Registers[2] = (int)(id >> 16);
        Bus.Registers[3] = (int)(id & 0xFFFF);
    }

    /// <summary>A cable to a partner that can so much and says so.</summary>
    public void PlugIn(int partner)
    {
        Bus.Registers[1] = 0x7829;
        Bus.Registers[5] = partner;
        Bus.Registers[6] = 1;
        Bus.IsLinkUp = true;
    }

    /// <summary>The same to one that does not negotiate: its speed is heard.</summary>
    public void PlugInSilent(int heard)
    {
        PlugIn(heard);
        Bus.Registers[6] = 0;
    }

    public void Pull()
    {
        Bus.IsLinkUp = false;
        Bus.WasLost = true;
    }

    /// <summary>Lets time pass, millisecond by millisecond.</summary>
    public void Run(int timeMs)
    {
        for (int i = 0; i < timeMs; i++)
        {
            Changes += Phy.Poll(NowMs) ? 1 : 0;
            NowMs++;
        }
    }

    public void ExpectLink(bool is100, bool isFullDuplex)
    {
        Assert.IsTrue(Phy.HasLink, "no link");
        Assert.AreEqual(is100, Phy.Is100, "speed");
        Assert.AreEqual(isFullDuplex, Phy.IsFullDuplex, "duplex");
    }

    /// <summary>The last value written to a register, or -1.</summary>
    public int LastWritten(int register)
    {
        for (int i = Bus.WriteCount - 1; i >= 0; i--)
        {
            if (Bus.Writes[i] >> 16 == register)
            {
                return Bus.Writes[i] & 0xFFFF;
            }
        }

        return -1;
    }
}
