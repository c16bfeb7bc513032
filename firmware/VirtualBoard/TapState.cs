using System;
using System.IO;
using System.Linq;
using System.Net.NetworkInformation;
using NanoStack.Sockets;

namespace NanoStack.VirtualBoard;

/// <summary>What this machine has made of a TAP interface, and of its other interfaces.</summary>
/// <remarks>From: <see cref="CommandLine"/>. To: <see cref="Networks"/>, which decides by it whether the
/// TAP gets an address.</remarks>
internal sealed class TapState
{
    /// <summary>Addresses of the TAP itself, as A/LEN.</summary>
    public string[] Addresses { get; init; } = Array.Empty<string>();

    /// <summary>Addresses of all other interfaces, as "NAME A/LEN".</summary>
    public string[] OthersAddresses { get; init; } = Array.Empty<string>();

    /// <summary>True for a port of a bridge, or of another interface that speaks for it.</summary>
    public bool IsBridged { get; init; }

    /// <summary>As it is now; an interface that is not there yet has nothing.</summary>
    public static TapState Of(string name)
    {
        NetworkInterface[] all = NetworkInterface.GetAllNetworkInterfaces();
        return new TapState
        {
            Addresses = all.Where(item => item.Name == name).SelectMany(AddressesOf).ToArray(),
            OthersAddresses = all.Where(item => item.Name != name)
                .SelectMany(item => AddressesOf(item).Select(text => item.Name + " " + text))
                .ToArray(),
            IsBridged = Path.Exists("/sys/class/net/" + name + "/master"),
        };
    }

    /// <summary>The interface and address of this machine whose network overlaps another one; null when
    /// there is none.</summary>
    public string OtherOn(uint network, uint mask)
    {
        return OthersAddresses.FirstOrDefault(text =>
        {
            string[] parts = text.Split(' ', '/');
            uint both = MaskOf(int.Parse(parts[2])) & mask;
            return ((IPAddress.Parse(parts[1]).Value ^ network) & both) == 0;
        });
    }

    public static uint MaskOf(int prefixLength)
    {
        return prefixLength == 0 ? 0 : uint.MaxValue << (32 - prefixLength);
    }

    private static string[] AddressesOf(NetworkInterface item)
    {
        return item.GetIPProperties().UnicastAddresses
            .Where(entry => entry.Address.GetAddressBytes().Length == 4)
            .Select(entry => entry.Address + "/" + entry.PrefixLength).ToArray();
    }
}
