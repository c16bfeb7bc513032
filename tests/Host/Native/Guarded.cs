using System;
using System.Runtime.InteropServices;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace NanoStack.Tests.Host.Native;

/// <summary>A managed array as C sees it: a block of exactly its length, off the managed heap, so that the
/// address sanitizer sees the first byte too much.</summary>
internal sealed unsafe class Guarded : IDisposable
{
    /// <summary>An array without elements is not null, and has no byte.</summary>
    private static readonly byte* Nowhere = (byte*)8;

    private byte* _block;
    private int _length = -1;

    /// <summary>A copy of the array; null stays null.</summary>
    public NativeCore.Bytes Take(byte[] data)
    {
        NativeCore.Bytes bytes = default;
        if (data == null)
        {
            return bytes;
        }

        if (data.Length == 0)
        {
            bytes.First = Nowhere;
            return bytes;
        }

        if (data.Length != _length)
        {
            NativeMemory.Free(_block);
            _block = (byte*)NativeMemory.Alloc((nuint)data.Length);
            _length = data.Length;
        }

        data.CopyTo(new Span<byte>(_block, data.Length));
        bytes.First = _block;
        bytes.Length = (uint)data.Length;
        return bytes;
    }

    /// <summary>The copy is what the array is now.</summary>
    public void ExpectSame(byte[] data, string what)
    {
        if (data != null && data.Length > 0
            && !new Span<byte>(_block, data.Length).SequenceEqual(data))
        {
            Assert.Fail(what + ": bytes of the array");
        }
    }

    public void Dispose()
    {
        NativeMemory.Free(_block);
        _block = null;
        _length = -1;
    }
}
