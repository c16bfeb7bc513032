using System.Runtime.InteropServices;

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

/// <summary><c>struct epoll_event</c>, packed on x86-64.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct EpollEvent
{
    public uint Events;
    public ulong Data;
}

/// <summary><c>struct cmsghdr</c> with an int behind it.</summary>
internal struct ControlMessage
{
    /// <summary>CMSG_LEN(sizeof(int))</summary>
    public const int LengthOfInt = 20;

    public nint Length;
    public int Level;
    public int Type;
    public int Value;
}
