namespace NanoStack.Hal.Host.Wire;

/// <summary>Sees every frame that is put on a <see cref="VirtualWire"/>, before anything happens to
/// it.</summary>
public abstract class WireTap
{
    /// <summary>A frame without its CRC; the bytes are the wire's and gone after the
    /// call.</summary>
    /// <param name="fromSide">Who sent it: 0 or 1.</param>
    /// <param name="timeUs">Microseconds since 1970, or of the fake clock.</param>
    public abstract void OnFrame(int fromSide, byte[] frame, int at, int length, long timeUs);
}
