using System;
using System.Security.Cryptography;
using NanoStack.Kernel;

namespace NanoStack.Hal.Host;

/// <summary>The PC's cryptographic generator, drawn in blocks so that a draw allocates
/// nothing.</summary>
public sealed class HostEntropy : Entropy
{
    private readonly byte[] _block = new byte[64];
    private int _at = 64;

    public override uint Next32()
    {
        lock (_block)
        {
            if (_at == _block.Length)
            {
                RandomNumberGenerator.Fill(_block);
                _at = 0;
            }

            uint value = BitConverter.ToUInt32(_block, _at);
            Array.Clear(_block, _at, 4);        // no number lies in memory after it was given out
            _at += 4;
            return value;
        }
    }
}
