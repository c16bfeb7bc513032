namespace NanoStack.Hal.Host.Wire;

/// <summary>What hangs on one side of a <see cref="VirtualWire"/>.</summary>
/// <remarks>
/// It is called with the lock of its direction held, in the thread of whoever sent or pumped: it
/// takes the frame and returns, and must not send in turn.
/// </remarks>
public abstract class WireEnd
{
    /// <summary>A frame without its CRC; the bytes are the wire's and gone after the
    /// call.</summary>
    /// <param name="hasGoodFcs">False: a station's MAC would drop it.</param>
    public abstract void Receive(byte[] frame, int at, int length, bool hasGoodFcs);

    /// <summary>The cable was plugged in or pulled.</summary>
    public abstract void SetLink(bool isUp);

    /// <summary>A frame is under way and due later: whoever sleeps should reckon anew.</summary>
    public abstract void Poke();
}
