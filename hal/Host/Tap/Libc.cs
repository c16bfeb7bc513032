using System.Runtime.InteropServices;

namespace NanoStack.Hal.Host.Tap;

/// <summary>The calls of libc that a TAP needs.</summary>
internal static class Libc
{
    public const int ORdwr = 2;
    public const int OCloexec = 0x80000;
    public const short PollIn = 1;
    public const int AfInet = 2;
    public const int SockDgram = 2;

    public const int ErrorPermission = 1;
    public const int ErrorNoEntry = 2;
    public const int ErrorAccess = 13;
    public const int ErrorBusy = 16;
    public const int ErrorNoDevice = 19;

    [StructLayout(LayoutKind.Sequential)]
    public struct PollFd
    {
        public int Fd;
        public short Events;
        public short Returned;
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    public static extern int Open([MarshalAs(UnmanagedType.LPStr)] string path, int flags);

    [DllImport("libc", EntryPoint = "close", SetLastError = true)]
    public static extern int Close(int fd);

    [DllImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    public static extern int Ioctl(int fd, nuint request, byte[] argument);

    [DllImport("libc", EntryPoint = "poll", SetLastError = true)]
    public static extern int Poll(ref PollFd fds, nuint count, int timeoutMs);

    [DllImport("libc", EntryPoint = "read", SetLastError = true)]
    public static extern nint Read(int fd, byte[] data, nuint count);

    [DllImport("libc", EntryPoint = "write", SetLastError = true)]
    public static extern nint Write(int fd, byte[] data, nuint count);

    [DllImport("libc", EntryPoint = "socket", SetLastError = true)]
    public static extern int Socket(int domain, int type, int protocol);
}
