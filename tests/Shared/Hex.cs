namespace NanoStack.Tests;

/// <summary>Golden bytes, written as a dump shows them.</summary>
internal static class Hex
{
    /// <summary>Fills a buffer before something is written there, so that a byte nobody wrote
    /// shows.</summary>
    public const byte Poison = 0xA5;

    /// <summary>The bytes of a text like <c>"45 00 00 73"</c>; whatever is no digit is skipped.</summary>
    public static byte[] Bytes(string text)
    {
        int digits = 0;
        for (int i = 0; i < text.Length; i++)
        {
            digits += Digit(text[i]) >= 0 ? 1 : 0;
        }

        byte[] bytes = new byte[digits / 2];
        int at = 0;
        for (int i = 0; i < text.Length; i++)
        {
            int digit = Digit(text[i]);
            if (digit >= 0)
            {
                bytes[at / 2] = (byte)((bytes[at / 2] << 4) | digit);
                at++;
            }
        }

        return bytes;
    }

    /// <summary>A buffer of <see cref="Poison"/>.</summary>
    public static byte[] Untouched(int size)
    {
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++)
        {
            bytes[i] = Poison;
        }

        return bytes;
    }

    private static int Digit(char c)
    {
        if (c >= '0' && c <= '9')
        {
            return c - '0';
        }

        if (c >= 'a' && c <= 'f')
        {
            return c - 'a' + 10;
        }

        return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
    }
}
