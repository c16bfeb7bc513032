namespace NanoStack.Wire;

/// <summary>Network byte order: the only place that knows it (RFC 791, appendix B).</summary>
internal static class ByteOrder
{
    public static int Read16(byte[] data, int at) => (data[at] << 8) | data[at + 1];

    public static uint Read32(byte[] data, int at)
    {
        return ((uint)data[at] << 24) | ((uint)data[at + 1] << 16)
            | ((uint)data[at + 2] << 8) | data[at + 3];
    }

    public static void Write16(byte[] data, int at, int value)
    {
        data[at] = (byte)(value >> 8);
        data[at + 1] = (byte)value;
    }

    public static void Write32(byte[] data, int at, uint value)
    {
        data[at] = (byte)(value >> 24);
        data[at + 1] = (byte)(value >> 16);
        data[at + 2] = (byte)(value >> 8);
        data[at + 3] = (byte)value;
    }
}
