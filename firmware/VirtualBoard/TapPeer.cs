using System.IO;
using System.Linq;
using System.Net.NetworkInformation;
using NanoStack.Hal.Host.Tap;
using NanoStack.Hal.Host.Wire;
using NanoStack.Sockets;

namespace NanoStack.VirtualBoard;

/// <summary>Linux at the other end: the collector is any program on the kernel's TCP.</summary>
/// <remarks>To: <see cref="TapDevice"/>. An interface that somebody made and configured for us is used
/// as it is, so that nobody has to be root here.</remarks>
internal sealed class TapPeer : Peer
{
    private readonly TapDevice _tap;
    private readonly IPAddress _address;
    private readonly int _prefixLength;

    /// <exception cref="UsageException">The interface cannot be had.</exception>
    public TapPeer(Settings settings, VirtualWire wire, int side)
    {
        _address = Networks.PeerOf(settings);
        _prefixLength = settings.PrefixLength;
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
        if (!HasAddress())
        {
            try
            {
                _tap.Configure(_address.ToString(), _prefixLength);
            }
            catch (IOException exception)
            {
                throw new UsageException(
                    exception.Message.Replace("NAME", _tap.Name) + " && ip addr add " + _address
                    + "/" + _prefixLength + " dev " + _tap.Name + " && ip link set " + _tap.Name
                    + " up");
            }
        }

        _tap.Start();
    }

    public override void Dispose()
    {
        _tap.Dispose();
    }

    private bool HasAddress()
    {
        return NetworkInterface.GetAllNetworkInterfaces()
            .Where(item => item.Name == _tap.Name)
            .SelectMany(item => item.GetIPProperties().UnicastAddresses)
            .Any(item => item.Address.ToString() == _address.ToString());
    }
}
