using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;

namespace NanoStack.Tests.Host.App;

/// <summary>The frames of a pcapng file, read by its specification and not by our writer's.</summary>
internal static class PcapFile
{
    private const uint SectionHeader = 0x0A0D0D0A;
    private const uint InterfaceDescription = 1;
    private const uint EnhancedPacket = 6;
    private const uint ByteOrderMagic = 0x1A2B3C4D;
    private const int LinkTypeEthernet = 1;

    /// <summary>Every frame, in the order of the file.</summary>
    /// <exception cref="InvalidDataException">The file is not as it should be.</exception>
    public static List<byte[]> Read(string path)
    {
        byte[] data = File.ReadAllBytes(path);
        List<byte[]> frames = new List<byte[]>();
        int interfaces = 0;
        int at = 0;
        while (at < data.Length)
        {
            uint type = Word(data, at);
            int length = (int)Word(data, at + 4);
            bool fits = length >= 12 && length % 4 == 0 && at + length <= data.Length;
            Check(fits, "block length", at);
            Check(Word(data, at + length - 4) == (uint)length, "length at the block's end", at);
            Check(at > 0 || type == SectionHeader, "a section header first", at);
            switch (type)
            {
                case SectionHeader:
                    Check(Word(data, at + 8) == ByteOrderMagic, "byte order", at);
                    break;
                case InterfaceDescription:
                    Check(data[at + 8] == LinkTypeEthernet, "link type", at);
                    interfaces++;
                    break;
                case EnhancedPacket:
                    Check(Word(data, at + 8) < interfaces, "interface", at);
                    int captured = (int)Word(data, at + 20);
                    Check(captured <= length - 32, "captured length", at);
                    frames.Add(data.AsSpan(at + 28, captured).ToArray());
                    break;
            }

            at += length;
        }

        return frames;
    }

    private static uint Word(byte[] data, int at)
    {
        return BinaryPrimitives.ReadUInt32LittleEndian(data.AsSpan(at, 4));
    }

    private static void Check(bool isRight, string what, int at)
    {
        if (!isRight)
        {
            throw new InvalidDataException(what + " is wrong in the block at " + at);
        }
    }
}
