namespace NanoStack.Tcp;

/// <summary>Flags of one send or receive (Linux: <c>MSG_OOB</c> and siblings).</summary>
internal static class MsgFlags
{
    public const int None = 0;
    public const int OutOfBand = 0x01;
    public const int Peek = 0x02;
    public const int DontWait = 0x40;
    public const int EndOfRecord = 0x80;
    public const int More = 0x8000;

    /// <summary>Ours: the rest of a call that has sent a part already.</summary>
    public const int Continued = 0x10000;
}
