using NanoStack.Kernel;

namespace NanoStack.Packetdrill;

/// <summary>The only clock of a script's run: microseconds that pass when the adapter says so.</summary>
internal sealed class VirtualTime : Clock
{
    private const long StartUsecs = 1_000_000_000;

    /// <summary>Now, in microseconds.</summary>
    public long Usecs { get; private set; } = StartUsecs;

    public override int NowMs() => (int)(Usecs / 1000);

    /// <summary>Time passes.</summary>
    public void Advance(long usecs)
    {
        Usecs += usecs;
    }
}
