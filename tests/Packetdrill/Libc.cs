using System.Runtime.InteropServices;

namespace NanoStack.Packetdrill;

/// <summary>What the adapter needs of the C library, and Linux's numbers (x86-64).</summary>
internal static unsafe class Libc
{
    public const int ReadWrite = 2;
    public const int NonBlock = 0x800;
    public const int FcntlGetFlags = 3;
    public const int FcntlSetFlags = 4;
    public const ulong IoctlInq = 0x541B;
    public const ulong IoctlOutq = 0x5411;
    public const ulong IoctlOutqNsd = 0x894B;
    public const ulong IoctlAtMark = 0x8905;

    public const int SolSocket = 1;
    public const int SolIp = 0;
    public const int SolTcp = 6;

    public const int SoReuseAddr = 2;
    public const int SoError = 4;
    public const int SoSndBuf = 7;
    public const int SoRcvBuf = 8;
    public const int SoKeepAlive = 9;
    public const int SoOobInline = 10;
    public const int SoLinger = 13;
    public const int SoReusePort = 15;
    public const int SoRcvTimeo = 20;
    public const int SoSndTimeo = 21;
    public const int SoMemInfo = 55;

    public const int TcpNoDelay = 1;
    public const int TcpMaxSeg = 2;
    public const int TcpCork = 3;
    public const int TcpKeepIdle = 4;
    public const int TcpKeepIntvl = 5;
    public const int TcpKeepCnt = 6;
    public const int TcpInfo = 11;
    public const int TcpQuickAck = 12;
    public const int TcpUserTimeout = 18;
    public const int TcpNotSentLowat = 25;
    public const int TcpCongestionInfo = 26;
    public const int TcpFastOpenConnect = 30;
    public const int TcpInq = 36;
    public const int MsgMore = 0x8000;
    public const int MsgFastOpen = 0x20000000;

    public const int IpTos = 1;
    public const int IpTtl = 2;

    public const short PollIn = 0x001;
    public const short PollPri = 0x002;
    public const short PollOut = 0x004;
    public const short PollErr = 0x008;
    public const short PollHup = 0x010;
    public const short PollNval = 0x020;
    public const short PollRdHup = 0x2000;

    public const int ENoEnt = 2;
    public const int EBadF = 9;
    public const int EFault = 14;
    public const int EExist = 17;
    public const int EInval = 22;
    public const int ENoProtoOpt = 92;
    public const int EProtoNoSupport = 93;
    public const int EOpNotSupp = 95;
    public const int EAfNoSupport = 97;

    /// <summary>A descriptor of nothing: only its number counts.</summary>
    public static int OpenNull()
    {
        fixed (byte* path = System.Text.Encoding.ASCII.GetBytes("/dev/null\0"))
        {
            return open(path, ReadWrite);
        }
    }

    public static int Close(int number) => close(number);

    /// <summary>Fails a call as the C library does.</summary>
    public static int Fail(int errno)
    {
        *__errno_location() = errno < 0 ? -errno : errno;
        return -1;
    }

    /// <summary>Reads a file of the host at an offset; -1 reads where it stands.</summary>
    public static int ReadAt(int number, byte[] into, int count, long offset)
    {
        fixed (byte* to = into)
        {
            return (int)(offset < 0 ? read(number, to, count) : pread(number, to, count, offset));
        }
    }

    public static nint Write(int number, byte[] data, int count)
    {
        fixed (byte* from = data)
        {
            return write(number, from, count);
        }
    }

    public static int Pipe(int* ends) => pipe(ends);

    public static int GetOption(int number, int level, int name, byte* value, int* length)
    {
        return getsockopt(number, level, name, value, length);
    }

    public static nint SendFile(int target, int source, long* offset, nint count)
    {
        return sendfile(target, source, offset, count);
    }

    /// <summary>Programs that a script starts shall not load this library.</summary>
    public static void EndPreload()
    {
        fixed (byte* name = System.Text.Encoding.ASCII.GetBytes("LD_PRELOAD\0"))
        {
            unsetenv(name);
        }
    }

    [DllImport("libc")]
    private static extern int open(byte* path, int flags);

    [DllImport("libc")]
    private static extern int close(int number);

    [DllImport("libc")]
    private static extern nint read(int number, byte* into, nint count);

    [DllImport("libc")]
    private static extern nint pread(int number, byte* into, nint count, long offset);

    [DllImport("libc")]
    private static extern nint write(int number, byte* data, nint count);

    [DllImport("libc")]
    private static extern int pipe(int* ends);

    [DllImport("libc")]
    private static extern int getsockopt(
        int number, int level, int name, byte* value, int* length);

    [DllImport("libc")]
    private static extern nint sendfile(int target, int source, long* offset, nint count);

    [DllImport("libc")]
    private static extern int unsetenv(byte* name);

    [DllImport("libc")]
    private static extern int* __errno_location();
}
