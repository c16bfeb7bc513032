using System;
using System.Buffers.Binary;
using System.IO;
using System.Runtime.InteropServices;
using System.Text;
using System.Threading;
using NanoStack.Hal.Host.Wire;

namespace NanoStack.Hal.Host.Tap;

/// <summary>The kernel of this PC at the far end of a wire: a Linux TAP interface.</summary>
/// <remarks>
/// From: <see cref="VirtualWire.Send"/>, into the kernel. To: the same, from the kernel, by a
/// thread of its own. So a modelled board talks to ping, nc and anything else on this machine.
/// <code>
/// using TapDevice tap = new TapDevice("nano0", wire, 1);
/// tap.Configure("10.77.0.1", 24);
/// tap.Start();
/// </code>
/// </remarks>
public sealed class TapDevice : WireEnd, IDisposable
{
    private const int NameBytesMax = 15;
    private const int RequestBytes = 40;                // struct ifreq
    private const int FlagsAt = 16;
    private const ushort Tap = 0x0002;                  // IFF_TAP
    private const ushort NoPacketInfo = 0x1000;         // IFF_NO_PI
    private const ushort Up = 0x0001 | 0x0040;          // IFF_UP, IFF_RUNNING
    private const uint SetInterface = 0x400454CA;       // TUNSETIFF
    private const uint GetFlags = 0x8913;               // SIOCGIFFLAGS
    private const uint SetFlags = 0x8914;
    private const uint SetAddress = 0x8916;             // SIOCSIFADDR
    private const uint SetNetmask = 0x891C;             // SIOCSIFNETMASK
    private const int FrameBytesMin = 60;
    private const int FrameBytesMax = 2048;
    private const int PollMs = 100;

    private readonly VirtualWire _wire;
    private readonly int _side;
    private readonly int _fd;
    private readonly byte[] _in = new byte[FrameBytesMax];
    private readonly byte[] _out = new byte[FrameBytesMax];
    private Thread _reader;
    private volatile bool _isStopping;
    private bool _isClosed;
    private volatile bool _isLinkUp;

    /// <summary>Opens or makes the interface and plugs it into one side of the wire.</summary>
    /// <exception cref="IOException">It cannot be had; the message says why and what to
    /// do.</exception>
    public TapDevice(string name, VirtualWire wire, int side)
    {
        if (string.IsNullOrEmpty(name) || name.Length > NameBytesMax)
        {
            throw new ArgumentException("The name of a TAP has 1 to 15 characters.", nameof(name));
        }

        Name = name;
        _wire = wire;
        _side = side;
        _fd = Open(name);
        wire.Attach(side, this);
    }

    public string Name { get; }

    /// <summary>Frames the kernel took.</summary>
    public int FramesToKernel { get; private set; }

    /// <summary>Frames the kernel gave.</summary>
    public int FramesFromKernel { get; private set; }

    /// <summary>Frames the kernel did not take: the interface is down.</summary>
    public int FramesRefused { get; private set; }

    /// <summary>Gives the interface an address and brings it up, as <c>ip addr add</c> and
    /// <c>ip link set up</c> do.</summary>
    public void Configure(string address, int prefixLength)
    {
        int socket = Libc.Socket(Libc.AfInet, Libc.SockDgram, 0);
        if (socket < 0)
        {
            throw Failure("No socket to configure " + Name + " with");
        }

        try
        {
            byte[] ip = System.Net.IPAddress.Parse(address).GetAddressBytes();
            SetInet(socket, SetAddress, ip);
            byte[] mask = new byte[4];
            uint bits = prefixLength == 0 ? 0 : 0xFFFFFFFF << (32 - prefixLength);
            BinaryPrimitives.WriteUInt32BigEndian(mask, bits);
            SetInet(socket, SetNetmask, mask);
            byte[] request = NewRequest(Name);
            Command(socket, GetFlags, request);
            BinaryPrimitives.WriteUInt16LittleEndian(
                request.AsSpan(FlagsAt),
                (ushort)(BinaryPrimitives.ReadUInt16LittleEndian(request.AsSpan(FlagsAt)) | Up));
            Command(socket, SetFlags, request);
        }
        finally
        {
            Libc.Close(socket);
        }
    }

    /// <summary>Begins to read what the kernel sends.</summary>
    public void Start()
    {
        _reader = new Thread(ReadLoop) { IsBackground = true, Name = "tap " + Name };
        _reader.Start();
    }

    /// <summary>A frame for the kernel.</summary>
    public override void Receive(byte[] frame, int at, int length, bool hasGoodFcs)
    {
        if (!hasGoodFcs)
        {
            return;
        }

        Array.Copy(frame, at, _out, 0, length);
        if (Libc.Write(_fd, _out, (nuint)length) == length)
        {
            FramesToKernel++;
        }
        else
        {
            FramesRefused++;
        }
    }

    public override void SetLink(bool isUp)
    {
        _isLinkUp = isUp;
    }

    public override void Poke()
    {
        // Frames that are due later are pumped by the loop below and by the other end.
    }

    public void Dispose()
    {
        if (_isClosed)
        {
            return;
        }

        _isStopping = true;
        _reader?.Join();
        _wire.Attach(_side, null);
        _isClosed = true;
        Libc.Close(_fd);
    }

    private void ReadLoop()
    {
        Libc.PollFd poll = new Libc.PollFd { Fd = _fd, Events = Libc.PollIn };
        while (!_isStopping)
        {
            int dueMs = _wire.NextDueInMs();
            poll.Returned = 0;
            int ready = Libc.Poll(ref poll, 1, dueMs < PollMs ? dueMs : PollMs);
            _wire.Pump();
            if (ready > 0)
            {
                ReadOne();
            }
        }
    }

    private void ReadOne()
    {
        int length = (int)Libc.Read(_fd, _in, FrameBytesMax);
        if (length <= 0)
        {
            return;
        }

        FramesFromKernel++;
        if (length < FrameBytesMin)
        {
            Array.Clear(_in, length, FrameBytesMin - length);   // as any network card pads
            length = FrameBytesMin;
        }

        if (_isLinkUp)
        {
            _wire.Send(_side, _in, 0, length);
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
