using System;
using NanoStack.Sockets;

namespace NanoStack.VirtualBoard;

/// <summary>Addresses: what the user said, what follows from it, and what cannot work.</summary>
internal static class Networks
{
    private const string LanAddress = "192.168.7.2/24";
    private const string TapAddress = "10.77.0.2/24";
    private const int CollectorPort = 9000;

    /// <summary>Fills in the addresses of the settings.</summary>
    /// <exception cref="UsageException">They are unreadable, or do not fit each other.</exception>
    public static void Complete(
        Settings settings, string address, string gateway, string collector)
    {
        bool isLan = settings.Tap == null;
        SetAddress(settings, address ?? (isLan ? LanAddress : TapAddress));
        settings.Gateway = gateway == null ? null : Read("--gateway", gateway);
        settings.Collector = collector == null
            ? new IPEndPoint(FirstOther(settings), CollectorPort) : ReadPoint(collector);

        if (settings.Gateway != null && !settings.IsOnLink(settings.Gateway))
        {
            throw new UsageException(
                "--gateway " + gateway + " is not on the board's network "
                + NetworkOf(settings) + ".");
        }

        bool isFar = !settings.IsOnLink(settings.Collector.Address);
        if (isFar && isLan)
        {
            throw new UsageException(
                "the collector " + settings.Collector + " is not on the board's network "
                + NetworkOf(settings) + ", and the lan has no other.");
        }

        if (isFar && settings.Gateway == null)
        {
            throw new UsageException(
                "the collector " + settings.Collector + " is not on the board's network "
                + NetworkOf(settings) + ": name a gateway with --gateway.");
        }

        if (settings.Collector.Address.Equals(settings.Address))
        {
            throw new UsageException(
                "the collector " + settings.Collector + " has the board's own address.");
        }

        if (!isLan && settings.Fault != Fault.None)
        {
            throw new UsageException("--fault is for --net lan: a TAP's far end is not ours.");
        }
    }

    /// <summary>The address of whoever is at the other end of the cable.</summary>
    public static IPAddress PeerOf(Settings settings)
    {
        return settings.IsOnLink(settings.Collector.Address)
            ? settings.Collector.Address : settings.Gateway;
    }

    private static void SetAddress(Settings settings, string text)
    {
        int slash = text.IndexOf('/');
        int length = 0;
        bool isRight = slash > 0 && int.TryParse(text.AsSpan(slash + 1), out length)
            && length >= 1 && length <= 30;
        IPAddress address = null;
        if (!isRight || !IPAddress.TryParse(text.Substring(0, slash), out address))
        {
            throw new UsageException(
                "--address " + text + ": it takes the form 192.168.7.2/24, with a length of 1 to"
                + " 30.");
        }

        settings.Address = address;
        settings.PrefixLength = length;
        uint host = address.Value & ~settings.MaskValue;
        uint top = address.Value >> 24;
        if (host == 0 || host == ~settings.MaskValue || top == 0 || top == 127 || top >= 224)
        {
            throw new UsageException(
                "--address " + text + ": that is no host's address; take another of its network.");
        }
    }

    private static IPEndPoint ReadPoint(string text)
    {
        int colon = text.LastIndexOf(':');
        int port = 0;
        bool isRight = colon > 0 && int.TryParse(text.AsSpan(colon + 1), out port)
            && port >= 1 && port <= 65535;
        if (!isRight || !IPAddress.TryParse(text.Substring(0, colon), out IPAddress address))
        {
            throw new UsageException(
                "--collector " + text + ": it takes the form HOST:PORT, such as 192.168.7.1:9000"
                + " (an IPv4 address: names are not looked up).");
        }

        return new IPEndPoint(address, port);
    }

    private static IPAddress Read(string name, string text)
    {
        if (!IPAddress.TryParse(text, out IPAddress address))
        {
            throw new UsageException(
                name + " " + text + ": it takes the form of an IPv4 address, such as 192.168.7.1.");
        }

        return address;
    }

    /// <summary>The network's first address that is not the board's.</summary>
    private static IPAddress FirstOther(Settings settings)
    {
        uint first = (settings.Address.Value & settings.MaskValue) + 1;
        return IPAddress.FromValue(first == settings.Address.Value ? first + 1 : first);
    }

    private static string NetworkOf(Settings settings)
    {
        uint network = settings.Address.Value & settings.MaskValue;
        return IPAddress.FromValue(network) + "/" + settings.PrefixLength;
    }
}
