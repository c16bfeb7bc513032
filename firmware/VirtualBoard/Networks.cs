using System;
using System.Globalization;
using System.Linq;
using NanoStack.Sockets;

namespace NanoStack.VirtualBoard;

/// <summary>Addresses: what the user said, what follows from it, and what cannot work.</summary>
internal static class Networks
{
    private const string LanAddress = "192.168.7.2/24";
    private const string TapAddress = "10.77.0.2/24";
    private const int CollectorPort = 9000;

    /// <summary>Fills in the addresses of the settings.</summary>
    /// <param name="tap">The TAP interface as it is; null when there is none in play.</param>
    /// <exception cref="UsageException">They are unreadable, or do not fit each other.</exception>
    public static void Complete(
        Settings settings, string address, string gateway, string collector, TapState tap)
    {
        bool isLan = settings.Tap == null;
        SetAddress(settings, address ?? (isLan ? LanAddress : TapAddress));
        settings.Gateway = gateway == null ? null : Read("--gateway", gateway);
        CheckGateway(settings);
        if (!isLan)
        {
            CheckTap(settings, tap);
        }

        settings.Collector = collector != null ? ReadPoint(collector)
            : new IPEndPoint(
                isLan ? FirstOther(settings) : CollectorOf(settings, tap), CollectorPort);
        CheckCollector(settings);
        if (!isLan && settings.Fault != Fault.None)
        {
            throw new UsageException("--fault is for --net lan: a TAP's far end is not ours.");
        }

        if (!isLan)
        {
            settings.IsTapBare =
                settings.TapAddress == null && tap.Addresses.Length == 0 && !tap.IsBridged;
        }
    }

    private static void SetAddress(Settings settings, string text)
    {
        int slash = text.IndexOf('/');
        int length = 0;
        bool isRight = slash > 0 && IsNumber(text.Substring(slash + 1), out length)
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
        string wrong = NoHost(settings, address);
        if (wrong != null)
        {
            throw new UsageException(
                "--address " + text + ": that is " + wrong + ", no host's address; take another of"
                + " its network.");
        }
    }

    private static void CheckGateway(Settings settings)
    {
        IPAddress gateway = settings.Gateway;
        if (gateway == null)
        {
            return;
        }

        if (!settings.IsOnLink(gateway))
        {
            throw new UsageException(
                "--gateway " + gateway + " is not on the board's network "
                + NetworkOf(settings) + ".");
        }

        string wrong = gateway.Value == settings.Address.Value
            ? "the board's own address" : NoHost(settings, gateway);
        if (wrong != null)
        {
            throw new UsageException(
                "--gateway " + gateway + " is " + wrong + ": name the router's address.");
        }
    }

    private static void CheckCollector(Settings settings)
    {
        IPAddress address = settings.Collector.Address;
        if (address.Value == settings.Address.Value)
        {
            throw new UsageException(
                "the collector " + settings.Collector + " has the board's own address.");
        }

        string wrong = NoHost(settings, address);
        if (wrong != null)
        {
            throw new UsageException(
                "the collector " + settings.Collector + " is at " + wrong
                + ": name the address that its host has on the board's network.");
        }

        if (settings.IsOnLink(address))
        {
            return;
        }

        string far = "the collector " + settings.Collector + " is not on the board's network "
            + NetworkOf(settings);
        if (settings.Tap == null)
        {
            throw new UsageException(far + ", and the lan has no other.");
        }

        if (settings.Gateway == null)
        {
            throw new UsageException(
                far + ": name a gateway with --gateway, or give the board another --address.");
        }
    }

    private static void CheckTap(Settings settings, TapState tap)
    {
        string board = " " + settings.Address + "/";
        string owner = tap.Addresses.Select(text => settings.Tap + " " + text)
            .Concat(tap.OthersAddresses).FirstOrDefault(text => text.Contains(board));
        if (owner != null)
        {
            throw new UsageException(
                "--address " + settings.Address + ": this machine has it itself (" + owner
                + "); give the board another one.");
        }
    }

    /// <summary>Who takes the records when the user names nobody: this machine, at the other end of
    /// the TAP. Here and nowhere else it is decided that the TAP gets an address: a collector or a
    /// gateway that was named is somewhere else, and what the user has set stays.</summary>
    private static IPAddress CollectorOf(Settings settings, TapState tap)
    {
        string name = "--net tap:" + settings.Tap + ": ";
        foreach (string text in tap.Addresses)
        {
            IPAddress own = IPAddress.Parse(text.Substring(0, text.IndexOf('/')));
            if (settings.IsOnLink(own))
            {
                return own;
            }
        }

        if (tap.Addresses.Length > 0)
        {
            throw new UsageException(
                name + "its address " + tap.Addresses[0] + " is not on the board's network "
                + NetworkOf(settings) + "; name an --address of its network.");
        }

        if (tap.IsBridged || settings.Gateway != null)
        {
            throw new UsageException(
                name + (tap.IsBridged ? "it is part of a bridge" : "the other end is a gateway's")
                + ", so name the collector with --collector HOST:PORT.");
        }

        string other = tap.OtherOn(settings.Address.Value & settings.MaskValue, settings.MaskValue);
        if (other != null)
        {
            throw new UsageException(
                name + "the board's network " + NetworkOf(settings) + " is there already (" + other
                + "); name an --address of another one.");
        }

        settings.TapAddress = FirstOther(settings);
        return settings.TapAddress;
    }

    private static IPEndPoint ReadPoint(string text)
    {
        int colon = text.LastIndexOf(':');
        int port = 0;
        bool isRight = colon > 0 && IsNumber(text.Substring(colon + 1), out port)
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

    /// <summary>Digits and nothing else.</summary>
    internal static bool IsNumber(string text, out int number)
    {
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }

    /// <summary>What an address is when no single host can have it (RFC 1122, 3.2.1.3); null when one
    /// can.</summary>
    private static string NoHost(Settings settings, IPAddress address)
    {
        uint value = address.Value;
        uint top = value >> 24;
        uint host = value & ~settings.MaskValue;
        return top == 0 ? "an address of network 0"
            : top == 127 ? "a loopback address"
            : top >= 224 && top < 240 ? "a multicast address"
            : value == uint.MaxValue ? "the broadcast address"
            : top >= 240 ? "a reserved address"
            : !settings.IsOnLink(address) ? null
            : host == 0 ? "the address of the network " + NetworkOf(settings) + " itself"
            : host == ~settings.MaskValue ? "the broadcast address of " + NetworkOf(settings)
            : null;
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
