using NanoStack.Hal.Emac;

namespace NanoStack.Hal.Phys;

/// <summary>LAN8670, 8671, 8672: 10BASE-T1S, one pair for many nodes. Always 10 Mb/s half duplex,
/// no negotiation, and a link that always stands.</summary>
/// <remarks>
/// Registers as in espressif/esp-eth-drivers, lan86xx_common/src/esp_eth_phy_lan86xx.c. Nodes take
/// turns by PLCA (IEEE 802.3, clause 148) once <see cref="UsePlca"/> was called; until then they
/// collide and try again. The settings of the analog part that Microchip recommends are not made.
/// </remarks>
public sealed class Lan867x : PhyDevice
{
    /// <summary>Most nodes a segment can have; 255 is nobody.</summary>
    public const int NodesMax = 254;

    // 0007:C16x
    private const uint IdMask = 0xFFFFFFF0;
    private const uint Id867x = 0x0007C160;

    private const int Mmd = 31;
    private const int MmdIsData = 0x4000;
    private const int PlcaControl0 = 0xCA01;
    private const int PlcaControl1 = 0xCA02;
    private const int PlcaEnable = 0x8000;
    private const int PlcaCountShift = 8;

    private int _nodeId;
    private int _nodeCount;                 // 0: no PLCA

    internal Lan867x(Mdio mdio, int address, uint id, PhyPin pin, EmacStats stats)
        : base(mdio, address, id, pin, stats)
    {
    }

    public override string Name => "LAN867x";

    public override PhyKind Kind => PhyKind.Lan867x;

    public bool IsPlca => _nodeCount != 0;

    /// <summary>Nodes take turns; node 0 is the coordinator and the only one whose count of nodes
    /// matters.</summary>
    /// <returns>Null, or one sentence that says what would be right.</returns>
    public string UsePlca(int nodeId, int nodeCount)
    {
        if (nodeCount < 1 || nodeCount > NodesMax)
        {
            return "nodeCount is " + nodeCount + ": 1 to 254 nodes share a pair.";
        }

        if (nodeId < 0 || nodeId >= nodeCount)
        {
            return "nodeId is " + nodeId + ": 0 to nodeCount - 1, each node its own.";
        }

        _nodeId = nodeId;
        _nodeCount = nodeCount;
        Negotiate();                        // there is none: this makes the next poll configure
        return null;
    }

    /// <summary>Whoever has something to say tries, as on old coaxial cable.</summary>
    public void UseCollisions()
    {
        _nodeCount = 0;
        Negotiate();
    }

    /// <summary>There is but one mode.</summary>
    public override void Force(bool is100, bool isFullDuplex)
    {
    }

    internal static bool Is(uint id) => (id & IdMask) == Id867x;

    private protected override void Configure()
    {
        Write(PhyRegisters.Control, 0);     // ends power-down and isolation
        if (_nodeCount != 0)
        {
            WriteMmd(PlcaControl1, (_nodeCount << PlcaCountShift) | _nodeId);
        }

        WriteMmd(PlcaControl0, _nodeCount != 0 ? PlcaEnable : 0);
    }

    private protected override bool IsConfigured() => Read(PhyRegisters.Control) == 0;

    private protected override bool IsSettled(int status) => true;

    private protected override bool Resolve() => Agree(false, false);

    /// <summary>Clause 22 has 32 registers; two of them are a window to the rest.</summary>
    private void WriteMmd(int register, int value)
    {
        Write(PhyRegisters.MmdControl, Mmd);
        Write(PhyRegisters.MmdData, register);
        Write(PhyRegisters.MmdControl, Mmd | MmdIsData);
        Write(PhyRegisters.MmdData, value);
    }
}
