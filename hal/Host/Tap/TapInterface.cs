using System;
using System.Buffers.Binary;
using System.IO;
using System.Runtime.InteropServices;
using System.Text;

namespace NanoStack.Hal.Host.Tap;

/// <summary>A Linux TAP interface: what is written comes up from it in the kernel, what the kernel
/// sends through it is read.</summary>
/// <remarks>From: <see cref="TapDevice"/>, or a test that wants no thread. To: the kernel. Any thread
/// may write while another reads.</remarks>
public sealed class TapInterface : IDisposable
{
    private const int NameBytesMax = 15;
    private const int RequestBytes = 40;                // struct ifreq
    private const int FlagsAt = 16;
    private const ushort Tap = 0x0002;                  // IFF_TAP
    private const ushort NoPacketInfo = 0x1000;         // IFF_NO_PI
    private const ushort UpFlags = 0x0001 | 0x0040;     // IFF_UP, IFF_RUNNING
    private const ushort NoArpFlag = 0x0080;            // IFF_NOARP
    private const uint SetInterface = 0x400454CA;       // TUNSETIFF
    private const uint GetFlags = 0x8913;               // SIOCGIFFLAGS
    private const uint SetFlags = 0x8914;
    private const uint SetAddress = 0x8916;             // SIOCSIFADDR
    private const uint SetNetmask = 0x891C;             // SIOCSIFNETMASK
    private const uint GetIndex = 0x8933;               // SIOCGIFINDEX

    private readonly int _fd;
    private bool _isClosed;

    /// <summary>Opens or makes the interface.</summary>
    /// <exception cref="ArgumentException">The name has not 1 to 15 characters.</exception>
    /// <exception cref="IOException">It cannot be had; the message says why and what to
    /// do.</exception>
    public TapInterface(string name)
    {
        if (string.IsNullOrEmpty(name) || name.Length > NameBytesMax)
        {
            throw new ArgumentException("The name of a TAP has 1 to 15 characters.", nameof(name));
        }

        Name = name;
        _fd = Open(name);
    }

    public string Name { get; }

    /// <summary>The kernel's number of the interface, 1 and up. From the namespace it was made
    /// in.</summary>
    /// <exception cref="IOException">The kernel does not say.</exception>
    public int Index
    {
        get
        {
            byte[] request = NewRequest(Name);
            WithSocket(socket => Command(socket, GetIndex, request));
            return BinaryPrimitives.ReadInt32LittleEndian(request.AsSpan(FlagsAt));
        }
    }

    /// <summary>Gives the interface an address and brings it up, as <c>ip addr add</c> and
    /// <c>ip link set up</c> do.</summary>
    /// <exception cref="IOException">The kernel refuses.</exception>
    public void Configure(string address, int prefixLength)
    {
        WithSocket(socket =>
        {
            byte[] ip = System.Net.IPAddress.Parse(address).GetAddressBytes();
            SetInet(socket, SetAddress, ip);
            byte[] mask = new byte[4];
            uint bits = prefixLength == 0 ? 0 : 0xFFFFFFFF << (32 - prefixLength);
            BinaryPrimitives.WriteUInt32BigEndian(mask, bits);
            SetInet(socket, SetNetmask, mask);
            AddFlags(socket, UpFlags);
        });
    }

    /// <summary>Brings the interface up without an address and without ARP: the kernel carries frames
    /// and says nothing itself.</summary>
    /// <exception cref="IOException">The kernel refuses.</exception>
    public void ConfigureSilent()
    {
        WithSocket(socket => AddFlags(socket, (ushort)(UpFlags | NoArpFlag)));
    }

    /// <summary>Waits for a frame of the kernel.</summary>
    /// <param name="timeoutMs">0 looks, and does not wait.</param>
    /// <returns>True when <see cref="Read"/> has one.</returns>
    public bool Wait(int timeoutMs)
    {
        Libc.PollFd poll = new Libc.PollFd { Fd = _fd, Events = Libc.PollIn };
        return Libc.Poll(ref poll, 1, timeoutMs) > 0;
    }

    /// <summary>The next frame the kernel sends, waited for.</summary>
    /// <returns>Its bytes; 0 or less when there is none.</returns>
    public int Read(byte[] frame) => (int)Libc.Read(_fd, frame, (nuint)frame.Length);

    /// <summary>Hands the kernel a frame that begins at the array's first byte.</summary>
    /// <returns>False: it did not take it; the interface is down.</returns>
    public bool Write(byte[] frame, int length)
    {
        return Libc.Write(_fd, frame, (nuint)length) == length;
    }

    public void Dispose()
    {
        if (!_isClosed)
        {
            _isClosed = true;
            Libc.Close(_fd);
        }
    }

    private static int Open(string name)
    {
        int fd = Libc.Open("/dev/net/tun", Libc.ORdwr | Libc.OCloexec);
        if (fd < 0)
        {
            throw Failure("/dev/net/tun does not open");
        }

        byte[] request = NewRequest(name);
        BinaryPrimitives.WriteUInt16LittleEndian(request.AsSpan(FlagsAt), Tap | NoPacketInfo);
        if (Libc.Ioctl(fd, SetInterface, request) < 0)
        {
            IOException failure = Failure("The TAP interface " + name + " cannot be made");
            Libc.Close(fd);
            throw failure;
        }

        return fd;
    }

    private void WithSocket(Action<int> commands)
    {
        int socket = Libc.Socket(Libc.AfInet, Libc.SockDgram, 0);
        if (socket < 0)
        {
            throw Failure("No socket to configure " + Name + " with");
        }

        try
        {
            commands(socket);
        }
        finally
        {
            Libc.Close(socket);
        }
    }

    private void AddFlags(int socket, ushort flags)
    {
        byte[] request = NewRequest(Name);
        Command(socket, GetFlags, request);
        ushort all = (ushort)(
            BinaryPrimitives.ReadUInt16LittleEndian(request.AsSpan(FlagsAt)) | flags);
        BinaryPrimitives.WriteUInt16LittleEndian(request.AsSpan(FlagsAt), all);
        Command(socket, SetFlags, request);
    }

    private void SetInet(int socket, uint command, byte[] address)
    {
        byte[] request = NewRequest(Name);
        BinaryPrimitives.WriteUInt16LittleEndian(request.AsSpan(FlagsAt), Libc.AfInet);
        Array.Copy(address, 0, request, FlagsAt + 4, 4);
        Command(socket, command, request);
    }

    private void Command(int socket, uint command, byte[] request)
    {
        if (Libc.Ioctl(socket, command, request) < 0)
        {
            throw Failure("The TAP interface " + Name + " cannot be configured");
        }
    }

    private static byte[] NewRequest(string name)
    {
        byte[] request = new byte[RequestBytes];
        Encoding.ASCII.GetBytes(name, 0, name.Length, request, 0);
        return request;
    }

    private static IOException Failure(string what)
    {
        int error = Marshal.GetLastPInvokeError();
        switch (error)
        {
            case Libc.ErrorPermission:
            case Libc.ErrorAccess:
                return new IOException(
                    what + ": no permission. Run as root, or once as root make one that is yours:"
                    + " ip tuntap add dev NAME mode tap user $USER");
            case Libc.ErrorNoEntry:
            case Libc.ErrorNoDevice:
                return new IOException(
                    what + ": there is no such device. Load the module (modprobe tun), or give the"
                    + " container /dev/net/tun.");
            case Libc.ErrorBusy:
                return new IOException(what + ": another program has it open.");
            default:
                return new IOException(what + ": error " + error + ".");
        }
    }
}
