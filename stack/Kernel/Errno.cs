namespace NanoStack.Kernel;

/// <summary>What a room answers when it could not do its work: negative, as in Linux.</summary>
/// <remarks>
/// Zero or more means done. Numbers are Linux's (asm-generic/errno.h), so a trace reads the same.
/// Only Socket/ turns them into exceptions.
/// </remarks>
internal static class Errno
{
    /// <summary>EINTR: what the call waited on was closed under it.</summary>
    public const int Interrupted = -4;

    /// <summary>EBADF: the handle is closed.</summary>
    public const int BadFile = -9;

    /// <summary>EAGAIN: nothing can be done now; try again when the socket wakes you.</summary>
    public const int Again = -11;

    /// <summary>ENOMEM: a fixed table or pool is full; always temporary, always counted.</summary>
    public const int NoMemory = -12;

    public const int Access = -13;
    public const int Fault = -14;
    public const int Invalid = -22;
    public const int TooManyFiles = -24;
    public const int BrokenPipe = -32;
    public const int NotSocket = -88;
    public const int MessageSize = -90;
    public const int NoProtocolOption = -92;
    public const int NotSupported = -95;
    public const int AddressInUse = -98;
    public const int AddressNotAvailable = -99;
    public const int NetDown = -100;
    public const int NetUnreach = -101;
    public const int ConnAborted = -103;
    public const int ConnReset = -104;

    /// <summary>ENOBUFS: the transmit ring has no slot; the segment stays where it was.</summary>
    public const int NoBufs = -105;

    public const int IsConnected = -106;
    public const int NotConnected = -107;
    public const int Shutdown = -108;
    public const int TimedOut = -110;
    public const int ConnRefused = -111;
    public const int HostDown = -112;
    public const int HostUnreach = -113;
    public const int Already = -114;
    public const int InProgress = -115;

    /// <summary>True when a packet did not leave for want of a slot or of memory of our own: it may be
    /// tried again, and says nothing of the path.</summary>
    public static bool IsShortage(int error) => error == NoBufs || error == NoMemory;
}
