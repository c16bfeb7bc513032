using System;

namespace NanoStack.Sockets;

/// <summary>Where something can be reached; name as System.Net.EndPoint.</summary>
public abstract class EndPoint
{
}

/// <summary>An IPv4 address and a port; names and semantics of System.Net.IPEndPoint.</summary>
public class IPEndPoint : EndPoint
{
    /// <summary>Smallest port.</summary>
    public const int MinPort = 0;

    /// <summary>Largest port.</summary>
    public const int MaxPort = 65535;

    private readonly IPAddress _address;
    private readonly int _port;

    /// <summary>An end point.</summary>
    /// <param name="address">The address; <see cref="IPAddress.Any"/> to bind to every own one.</param>
    /// <param name="port">0 to 65535; 0 lets the stack choose when bound to.</param>
    /// <exception cref="ArgumentNullException">address is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">port is outside 0 to 65535.</exception>
    public IPEndPoint(IPAddress address, int port)
    {
        if (address == null)
        {
            throw new ArgumentNullException("address");
        }

        if (port < MinPort || port > MaxPort)
        {
            throw new ArgumentOutOfRangeException("port", "A port is 0 to 65535.");
        }

        _address = address;
        _port = port;
    }

    public IPAddress Address => _address;

    public int Port => _port;

    public override bool Equals(object comparand)
    {
        IPEndPoint other = comparand as IPEndPoint;
        return other != null && other._port == _port && other._address.Equals(_address);
    }

    public override int GetHashCode() => _address.GetHashCode() ^ _port;

    /// <summary>Such as "192.168.1.20:9000".</summary>
    public override string ToString() => _address.ToString() + ":" + _port.ToString();
}
