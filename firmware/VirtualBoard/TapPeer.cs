using System.IO;
using System.Text;
using NanoStack.Hal.Host.Tap;
using NanoStack.Hal.Host.Wire;

namespace NanoStack.VirtualBoard;

/// <summary>Linux at the other end: the collector is any program on the kernel's TCP.</summary>
/// <remarks>To: <see cref="TapDevice"/>. The interface gets the address that <see cref="Networks"/> decided
/// on, or keeps what it has. One that somebody made and configured for us is used as it is, so that
/// nobody has to be root here.</remarks>
internal sealed class TapPeer : Peer
{
    private const int RequestBytes = 40;                // struct ifreq
    private const int FlagsAt = 16;
    private const byte UpFlag = 0x01;                   // IFF_UP
    private const uint GetFlags = 0x8913;               // SIOCGIFFLAGS
    private const uint SetFlags = 0x8914;

    private readonly TapDevice _tap;
    private readonly Settings _settings;

    /// <exception cref="UsageException">The interface cannot be had.</exception>
    public TapPeer(Settings settings, VirtualWire wire, int side)
    {
        _settings = settings;
        try
        {
            _tap = new TapDevice(settings.Tap, wire, side);
        }
        catch (IOException exception)
        {
            throw new UsageException(
                exception.Message.Replace("NAME", settings.Tap));
        }
    }

    public override int RecordCount => -1;

    public override void Start()
    {
        if (_settings.TapAddress != null)
        {
            GiveAddress();
        }
        else
        {
            BringUp();
        }

        _tap.Start();
    }

    public override void Dispose()
    {
        _tap.Dispose();
    }

    private void GiveAddress()
    {
        try
        {
            _tap.Configure(_settings.TapAddress.ToString(), _settings.PrefixLength);
        }
        catch (IOException exception)
        {
            throw new UsageException(
                exception.Message.Replace("NAME", _tap.Name) + " && ip addr add "
                + _settings.TapAddress + "/" + _settings.PrefixLength + " dev " + _tap.Name
                + " && ip link set " + _tap.Name + " up");
        }
    }

    /// <summary>Brings an interface up that is down, and gives it nothing else.</summary>
    private void BringUp()
    {
        byte[] request = new byte[RequestBytes];
        Encoding.ASCII.GetBytes(_tap.Name, 0, _tap.Name.Length, request, 0);
        int socket = Libc.Socket(Libc.AfInet, Libc.SockDgram, 0);
        bool isUp = socket >= 0 && Libc.Ioctl(socket, GetFlags, request) == 0;
        if (isUp && (request[FlagsAt] & UpFlag) == 0)
        {
            request[FlagsAt] |= UpFlag;
            isUp = Libc.Ioctl(socket, SetFlags, request) == 0;
        }

        if (socket >= 0)
        {
            Libc.Close(socket);
        }

        if (!isUp)
        {
            throw new UsageException(
                "The TAP interface " + _tap.Name + " is down; as root: ip link set " + _tap.Name
                + " up");
        }
    }
}
