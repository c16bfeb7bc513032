namespace NanoStack.Kernel;

/// <summary>Where unpredictable bits come from: on the ESP32 its hardware generator (hal).</summary>
/// <remarks>
/// The secrets of <c>TcpSecrets</c> are drawn here once at start (RFC 6528, section 3). A source that
/// repeats makes sequence numbers predictable, so there is no default.
/// </remarks>
public abstract class Entropy
{
    /// <summary>Thirty-two bits that nobody outside can guess.</summary>
    public abstract uint Next32();
}
