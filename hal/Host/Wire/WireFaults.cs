namespace NanoStack.Hal.Host.Wire;

/// <summary>What happens to frames in one direction. Rates are per mille of all frames.</summary>
public sealed class WireFaults
{
    public int LossPermille;
    public int DuplicatePermille;

    /// <summary>Frames that are held back by <see cref="ReorderMs"/>, so that later ones pass
    /// them.</summary>
    public int ReorderPermille;

    public int ReorderMs = 3;

    /// <summary>Frames in which a bit flips and the CRC does not know: a bad switch. A checksum of
    /// the stack must notice.</summary>
    public int CorruptPermille;

    /// <summary>Frames whose CRC is wrong: the receiving MAC drops them.</summary>
    public int BadFcsPermille;

    /// <summary>How long every frame takes.</summary>
    public int DelayMs;

    /// <summary>Up to so much more, at random: frames may pass each other.</summary>
    public int JitterMs;

    /// <summary>Frames to lose for certain, from the next on.</summary>
    public int LoseNext;

    // What came of it

    public int Sent;
    public int Lost;
    public int Duplicated;
    public int Reordered;
    public int Corrupted;
    public int Overflowed;
    public int Delivered;
}
