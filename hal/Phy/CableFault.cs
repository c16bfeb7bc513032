namespace NanoStack.Hal.Phys;

/// <summary>What a test of the cable found.</summary>
public enum CableFault
{
    /// <summary>No test was made, or it has not ended.</summary>
    Unknown = 0,

    /// <summary>The cable is whole.</summary>
    None = 1,

    /// <summary>A wire is not connected: broken, or nothing at its end.</summary>
    Open = 2,

    /// <summary>Two wires of a pair touch.</summary>
    Short = 3,

    /// <summary>The test did not work; a partner that keeps sending disturbs it.</summary>
    TestFailed = 4,
}
