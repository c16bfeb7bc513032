using NanoStack.Kernel;
using NanoStack.Tcp;

namespace NanoStack.Tests.Host.Native;

/// <summary>What ns_entropy32 does on the PC port, in C#: SipHash under a key, of a count and the word of
/// the generator. The library lives as long as the process, and so does its state.</summary>
internal static class EntropyTwin
{
    private static readonly TcpSecrets Secrets = new TcpSecrets(new Seed());
    private static uint _random = 0x9E3779B9;
    private static ulong _count;

    public static uint Next32()
    {
        _random ^= _random << 13;
        _random ^= _random >> 17;
        _random ^= _random << 5;
        uint word = Secrets.Hash((uint)_count, (uint)(_count >> 32), _random, 0);
        _count++;
        return word;
    }

    /// <summary>ns_port_seed of the PC.</summary>
    private sealed class Seed : Entropy
    {
        private uint _words;

        public override uint Next32() => 0x01234567 * ++_words;
    }
}
