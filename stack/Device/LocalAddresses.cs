namespace NanoStack.Device;

/// <summary>Who knows which addresses are ours, so that no device names the route table.</summary>
internal abstract class LocalAddresses
{
    /// <summary>True when a packet to this address is for this host. Any thread, no lock.</summary>
    public abstract bool IsLocal(uint address);
}
