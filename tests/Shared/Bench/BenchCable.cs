namespace NanoStack.Tests.Bench;

/// <summary>The cable between a bench's wire and its peer: here it is no more than a call.</summary>
/// <remarks>tests/Tap has a class of the same name, in which every frame goes through the Linux
/// kernel, and runs the same tests.</remarks>
internal static class BenchCable
{
    /// <summary>A frame of ours on its way out.</summary>
    /// <returns>What comes out at the peer's end.</returns>
    public static byte[] ToPeer(byte[] frame) => frame;

    /// <summary>A frame of the peer on its way to us.</summary>
    /// <returns>What comes out at our end.</returns>
    public static byte[] ToUs(byte[] frame) => frame;
}
