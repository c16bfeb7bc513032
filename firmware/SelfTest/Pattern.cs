namespace NanoStack.SelfTest;

/// <summary>Bytes that show where in the stream they belong: no run of them comes twice within 64 KB.</summary>
internal static class Pattern
{
    /// <summary>Fills a buffer with the bytes of the stream from <paramref name="streamAt"/> on.</summary>
    public static void Fill(byte[] buffer, int length, int streamAt)
    {
        for (int i = 0; i < length; i++)
        {
            buffer[i] = At(streamAt + i);
        }
    }

    /// <summary>Throws at the first byte that is another.</summary>
    public static void Expect(byte[] buffer, int length, int streamAt)
    {
        for (int i = 0; i < length; i++)
        {
            if (buffer[i] != At(streamAt + i))
            {
                Check.Equal(At(streamAt + i), buffer[i], "byte " + (streamAt + i).ToString() + ":");
            }
        }
    }

    private static byte At(int streamAt) => (byte)(streamAt + ((streamAt >> 8) * 7));
}
