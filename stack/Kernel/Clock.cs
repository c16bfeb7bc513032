namespace NanoStack.Kernel;

/// <summary>Where time comes from: milliseconds that wrap, and how to compare them.</summary>
/// <remarks>
/// Read once per system call and once per poll, then handed down as <c>nowMs</c>: a run on a fake
/// clock is a function of its seed. The device's clock is Environment.TickCount64 (hal).
/// </remarks>
public abstract class Clock
{
    /// <summary>Milliseconds since any fixed moment; wraps at 2^32 like Linux's jiffies.</summary>
    public abstract int NowMs();

    /// <summary><c>time_before</c>: true when a is earlier than b; right while they are within
    /// 24 days of each other.</summary>
    public static bool Before(int aMs, int bMs) => aMs - bMs < 0;

    /// <summary>True when the moment <paramref name="deadlineMs"/> has come.</summary>
    public static bool Reached(int nowMs, int deadlineMs) => nowMs - deadlineMs >= 0;

    /// <summary>The earlier of two moments.</summary>
    public static int Earlier(int aMs, int bMs) => aMs - bMs < 0 ? aMs : bMs;
}
