using System;
using NanoStack.Device;
using NanoStack.Wire;

namespace NanoStack.Ip;

/// <summary>Says in words what is wrong with an address before it is used.</summary>
internal static class NetAddress
{
    /// <summary>Checks an address, its mask and a gateway (0 for none).</summary>
    /// <exception cref="ArgumentException">With what is wrong and what would be right.</exception>
    public static void Check(NetDevice device, uint address, uint mask, uint gateway)
    {
        uint host = ~mask;
        if ((host & (host + 1)) != 0)
        {
            throw new ArgumentException(
                "A mask is ones, then zeros, such as 255.255.255.0.", "mask");
        }

        if (!IpAddresses.IsUnicast(address) || IpAddresses.IsLoopback(address) != device.IsLoopback)
        {
            throw new ArgumentException(
                "The address is no host's; use one such as 192.168.1.20 (127.0.0.1 on loopback).",
                "address");
        }

        if (!device.IsLoopback && IpAddresses.IsBroadcastOn(address, address, mask))
        {
            throw new ArgumentException(
                "The address is the network's own or its broadcast; choose one between.",
                "address");
        }

        if (gateway != 0 && (((gateway ^ address) & mask) != 0 || gateway == address))
        {
            throw new ArgumentException(
                "The gateway must be another host of the same network.", "gateway");
        }
    }
}
