namespace NanoStack.Packetdrill;

#pragma warning disable CS0649 // packetdrill fills them

/// <summary><c>struct iovec</c></summary>
internal unsafe struct IoVector
{
    public byte* Base;
    public nint Length;
}

/// <summary><c>struct pollfd</c></summary>
internal struct PollItem
{
    public int Fd;
    public short Events;
    public short Returned;
}

/// <summary><c>struct msghdr</c></summary>
internal unsafe struct MessageHeader
{
    public byte* Name;
    public uint NameLength;
    public IoVector* Vectors;
    public nint VectorCount;
    public byte* Control;
    public nint ControlLength;
    public int Flags;
}
