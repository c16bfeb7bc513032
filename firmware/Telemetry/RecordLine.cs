namespace NanoStack.Telemetry;

/// <summary>One record as a line of text: <c>seq=1 t=1234 temp=21.5</c>, then a line feed.</summary>
/// <remarks>Digits go straight into the caller's buffer: no text is made, so a record costs no memory.</remarks>
internal static class RecordLine
{
    /// <summary>Longest line, each number with all its digits and its sign.</summary>
    public const int LengthMax = 48;

    private const int DigitsMax = 10;       // of 2,147,483,648

    private static readonly byte[] SeqName = { (byte)'s', (byte)'e', (byte)'q', (byte)'=' };
    private static readonly byte[] TimeName = { (byte)' ', (byte)'t', (byte)'=' };
    private static readonly byte[] ValueName =
    {
        (byte)' ', (byte)'t', (byte)'e', (byte)'m', (byte)'p', (byte)'=',
    };

    /// <summary>Writes a line.</summary>
    /// <param name="buffer">At least <see cref="LengthMax"/> bytes from <paramref name="at"/> on.</param>
    /// <param name="tenths">The value times ten.</param>
    /// <returns>One past the line's last byte.</returns>
    public static int Write(byte[] buffer, int at, int seq, int timeMs, int tenths)
    {
        at = Put(buffer, at, SeqName);
        at = PutNumber(buffer, at, seq);
        at = Put(buffer, at, TimeName);
        at = PutNumber(buffer, at, timeMs);
        at = Put(buffer, at, ValueName);
        if (tenths < 0)
        {
            buffer[at++] = (byte)'-';
            tenths = -tenths;
        }

        at = PutNumber(buffer, at, tenths / 10);
        buffer[at++] = (byte)'.';
        at = PutNumber(buffer, at, tenths % 10);
        buffer[at++] = (byte)'\n';
        return at;
    }

    private static int Put(byte[] buffer, int at, byte[] text)
    {
        System.Array.Copy(text, 0, buffer, at, text.Length);
        return at + text.Length;
    }

    /// <summary>A number in decimal; a negative one is a clock that wrapped and counts as unsigned.</summary>
    private static int PutNumber(byte[] buffer, int at, int number)
    {
        uint rest = (uint)number;
        int end = at + CountDigits(rest);
        int digitAt = end;
        for (int i = 0; i < DigitsMax && digitAt > at; i++)
        {
            buffer[--digitAt] = (byte)('0' + (rest % 10));
            rest /= 10;
        }

        return end;
    }

    private static int CountDigits(uint number)
    {
        int count = 1;
        while (number >= 10)
        {
            number /= 10;
            count++;
        }

        return count;
    }
}
