using NanoStack.Kernel;

namespace NanoStack.Tests.Bench;

/// <summary>A <see cref="NetContext"/> without a <c>Net</c>, for tests of the rooms below.</summary>
internal static class Contexts
{
    public static NetContext Of(Limits limits)
    {
        return new NetContext(
            limits, new FakeClock(0), new FakeEntropy(1), new InterruptMask(), null);
    }

    public static NetContext Default() => Of(Limits.Default());
}
