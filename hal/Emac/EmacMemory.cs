namespace NanoStack.Hal.Emac;

/// <summary>What the driver costs, for the stack's account.</summary>
/// <remarks>A test of tests/Host/App compares the number with the objects there really are.</remarks>
public static class EmacMemory
{
    /// <summary>Driver, rings, PHY and options on the nanoCLR, once started, and what the stack makes
    /// for a device: a lock, an announcer, an address.</summary>
    private const int DriverBytes = 2556;

    /// <summary>Adds the driver's line, and the DMA's memory.</summary>
    public static void AddTo(MemoryAccount account, EmacOptions options)
    {
        account.Add("driver and PHY", 1, DriverBytes);
        account.NativeBytes += options.ArenaBytes;
    }
}
