namespace NanoStack.Kernel;

/// <summary>Runs the network in the thread of a call that waits.</summary>
public abstract class Pump
{
    /// <summary>Polls once and lets time pass, at most <paramref name="limitMs"/>.</summary>
    /// <returns>Milliseconds that passed, 0 to <paramref name="limitMs"/>.</returns>
    public abstract int Run(int limitMs);
}
