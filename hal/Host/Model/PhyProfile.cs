namespace NanoStack.Hal.Host.Model;

/// <summary>Where a PHY says what was agreed on: its registers beside those of clause 22.</summary>
public enum PhyLayout
{
    /// <summary>Nowhere: clause 22 and nothing else.</summary>
    Plain,

    /// <summary>Register 31, bits 4:2: LAN87xx, KSZ8001, KSZ8041.</summary>
    Code31,

    /// <summary>Register 30, bits 2:0: KSZ8021 and later.</summary>
    Code30,

    /// <summary>Register 30, bits 2:0, of page 16, which register 20 chooses: IP101.</summary>
    Paged30,

    /// <summary>Register 16: DP83848, TLK110.</summary>
    Status16,

    /// <summary>Register 17: YT8512.</summary>
    Status17,

    /// <summary>The control register, of page 0, which register 31 chooses: RTL8201, JL1101.</summary>
    Control,

    /// <summary>10BASE-T1S: no negotiation, a link that always stands, PLCA in MMD 31.</summary>
    SinglePair,
}

/// <summary>A PHY that <see cref="PhyModel"/> can be (docs/hardware.md, 5.3).</summary>
public sealed class PhyProfile
{
    /// <summary>One of each driver's kinds.</summary>
    public static readonly PhyProfile[] All =
    {
        new PhyProfile("LAN8720", 0x0007C0F1, PhyLayout.Code31),
        new PhyProfile("LAN8740", 0x0007C111, PhyLayout.Code31, hasLength: true),
        new PhyProfile("LAN8741", 0x0007C121, PhyLayout.Code31),
        new PhyProfile("LAN8742", 0x0007C131, PhyLayout.Code31, hasLength: true),
        new PhyProfile("IP101G", 0x02430C54, PhyLayout.Paged30),
        new PhyProfile("RTL8201F", 0x001CC816, PhyLayout.Control),
        new PhyProfile("JL1101", 0x937C4023, PhyLayout.Control),
        new PhyProfile("DP83848", 0x20005C90, PhyLayout.Status16),
        new PhyProfile("TLK110", 0x2000A211, PhyLayout.Status16),
        new PhyProfile("KSZ8001", 0x00221619, PhyLayout.Code31),
        new PhyProfile("KSZ8021", 0x00221555, PhyLayout.Code30),
        new PhyProfile("KSZ8041", 0x00221512, PhyLayout.Code31),
        new PhyProfile("KSZ8041", 0x00221537, PhyLayout.Code31),
        new PhyProfile("KSZ8061", 0x00221570, PhyLayout.Code30),
        new PhyProfile("KSZ8081", 0x00221560, PhyLayout.Code30, hasLinkMd: true),
        new PhyProfile("YT8512", 0x00000118, PhyLayout.Status17),
        new PhyProfile("YT8512", 0x00000128, PhyLayout.Status17),
        new PhyProfile("LAN867x", 0x0007C162, PhyLayout.SinglePair),
        new PhyProfile("generic", 0x12345670, PhyLayout.Plain),
    };

    public readonly string Name;
    public readonly uint Id;
    public readonly PhyLayout Layout;
    public readonly bool HasLength;
    public readonly bool HasLinkMd;

    private PhyProfile(
        string name, uint id, PhyLayout layout, bool hasLength = false, bool hasLinkMd = false)
    {
        Name = name;
        Id = id;
        Layout = layout;
        HasLength = hasLength;
        HasLinkMd = hasLinkMd;
    }

    public bool IsSinglePair => Layout == PhyLayout.SinglePair;

    /// <summary>The profile of an identifier, whatever its revision; the plain one when it is
    /// unknown.</summary>
    public static PhyProfile Of(uint id)
    {
        foreach (PhyProfile profile in All)
        {
            if (((profile.Id ^ id) & 0xFFFFFFF0) == 0)
            {
                return profile;
            }
        }

        return All[All.Length - 1];
    }

    /// <summary>What the registers say of a mode coded as 1, 2, 5, 6; 0 is none.</summary>
    internal int Read(int register, int page, int mode)
    {
        bool is100 = (mode & 3) == 2;
        bool isFull = (mode & 4) != 0;
        switch (Layout)
        {
            case PhyLayout.Code31 when register == 0x1F:
                return mode == 0 ? 0 : (mode << 2) | 0x1000;
            case PhyLayout.Code30 when register == 0x1E:
                return mode == 0 ? 0 : 0x0100 | mode;
            case PhyLayout.Paged30 when register == 0x1E:
                return page != 16 ? 0x5555 : mode == 0 ? 0 : 0x0100 | mode;
            case PhyLayout.Status16 when register == 0x10:
                return mode == 0 ? 0x0002 : 0x0011 | (is100 ? 0 : 2) | (isFull ? 4 : 0);
            case PhyLayout.Status17 when register == 0x11:
                return mode == 0 ? 0 : 0x0C00 | (is100 ? 0x4000 : 0) | (isFull ? 0x2000 : 0);
            default:
                return 0;
        }
    }
}
