using NanoStack.Kernel;

namespace NanoStack.Hal.Bus;

/// <summary>The chip's hardware generator, by way of the bus.</summary>
public sealed class NativeEntropy : Entropy
{
    private readonly EmacBus _bus;

    public NativeEntropy(EmacBus bus)
    {
        _bus = bus;
    }

    public override uint Next32() => _bus.Entropy32();
}
