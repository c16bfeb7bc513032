using System;

namespace NanoStack.Sockets;

/// <summary>An IPv4 address; names and semantics of System.Net.IPAddress.</summary>
public class IPAddress
{
    /// <summary>0.0.0.0: every address of this host, when bound to.</summary>
    public static readonly IPAddress Any = new IPAddress(0x00000000, true);

    /// <summary>127.0.0.1</summary>
    public static readonly IPAddress Loopback = new IPAddress(0x7F000001, true);

    /// <summary>255.255.255.255</summary>
    public static readonly IPAddress Broadcast = new IPAddress(0xFFFFFFFF, true);

    /// <summary>255.255.255.255, as System.Net names it.</summary>
    public static readonly IPAddress None = Broadcast;

    private readonly uint _address;         // 10.0.0.1 is 0x0A000001

    /// <summary>An address from its four bytes, first byte first.</summary>
    /// <param name="address">Exactly four bytes.</param>
    /// <exception cref="ArgumentNullException">address is null.</exception>
    /// <exception cref="ArgumentException">Not four bytes: only IPv4 is spoken here.</exception>
    public IPAddress(byte[] address)
    {
        if (address == null)
        {
            throw new ArgumentNullException("address");
        }

        if (address.Length != 4)
        {
            throw new ArgumentException("An IPv4 address has four bytes.", "address");
        }

        _address = ((uint)address[0] << 24) | ((uint)address[1] << 16)
            | ((uint)address[2] << 8) | address[3];
    }

    /// <summary>An address from a number whose lowest byte is the address's first, as in .NET:
    /// 127.0.0.1 is 0x0100007F.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 0 or above 0xFFFFFFFF.</exception>
    public IPAddress(long newAddress)
    {
        if (newAddress < 0 || newAddress > 0xFFFFFFFFL)
        {
            throw new ArgumentOutOfRangeException("newAddress", "0 to 0xFFFFFFFF.");
        }

        uint value = (uint)newAddress;
        _address = (value << 24) | ((value & 0xFF00) << 8)
            | ((value >> 8) & 0xFF00) | (value >> 24);
    }

    private IPAddress(uint address, bool isHostOrder)
    {
        _address = address;
    }

    /// <summary>Always <see cref="Sockets.AddressFamily.InterNetwork"/>.</summary>
    public AddressFamily AddressFamily => AddressFamily.InterNetwork;

    /// <summary>The address as a number: 10.0.0.1 is 0x0A000001.</summary>
    internal uint Value => _address;

    /// <summary>True for 127.0.0.0/8.</summary>
    public static bool IsLoopback(IPAddress address) => address.Value >> 24 == 127;

    /// <summary>An address from text such as "192.168.1.20".</summary>
    /// <exception cref="ArgumentNullException">The text is null.</exception>
    /// <exception cref="FormatException">Not four numbers of 0 to 255 with dots between.</exception>
    public static IPAddress Parse(string ipString)
    {
        if (ipString == null)
        {
            throw new ArgumentNullException("ipString");
        }

        IPAddress address;
        if (!TryParse(ipString, out address))
        {
            throw new FormatException(
                "'" + ipString + "' is no IPv4 address; it takes the form 192.168.1.20.");
        }

        return address;
    }

    /// <summary>The same without an exception.</summary>
    /// <returns>False, and null, when the text is no address.</returns>
    public static bool TryParse(string ipString, out IPAddress address)
    {
        address = null;
        if (ipString == null)
        {
            return false;
        }

        uint value = 0;
        int part = -1;
        int partCount = 0;
        for (int i = 0; i <= ipString.Length; i++)
        {
            char c = i < ipString.Length ? ipString[i] : '.';
            if (c >= '0' && c <= '9')
            {
                part = (part < 0 ? 0 : part * 10) + (c - '0');
            }

            if ((c != '.' && (c < '0' || c > '9')) || part > 255 || (c == '.' && part < 0))
            {
                return false;
            }

            if (c == '.')
            {
                value = (value << 8) | (uint)part;
                part = -1;
                partCount++;
            }
        }

        if (partCount != 4)
        {
            return false;
        }

        address = new IPAddress(value, true);
        return true;
    }

    /// <summary>The four bytes, first byte first.</summary>
    public byte[] GetAddressBytes()
    {
        return new byte[]
        {
            (byte)(_address >> 24), (byte)(_address >> 16), (byte)(_address >> 8), (byte)_address,
        };
    }

    /// <summary>True when both are the same address, or both null; as in nanoFramework. System.Net
    /// compares the objects.</summary>
    public static bool operator ==(IPAddress left, IPAddress right)
    {
        return (object)left == null ? (object)right == null : left.Equals(right);
    }

    /// <summary>The opposite of ==.</summary>
    public static bool operator !=(IPAddress left, IPAddress right) => !(left == right);

    /// <summary>Two objects of the same address are equal.</summary>
    public override bool Equals(object comparand)
    {
        IPAddress other = comparand as IPAddress;
        return (object)other != null && other._address == _address;
    }

    public override int GetHashCode() => (int)_address;

    /// <summary>The address as text, such as "192.168.1.20".</summary>
    public override string ToString()
    {
        return (_address >> 24).ToString() + "." + ((_address >> 16) & 0xFF).ToString() + "."
            + ((_address >> 8) & 0xFF).ToString() + "." + (_address & 0xFF).ToString();
    }

    /// <summary>An address from a number: 0x0A000001 is 10.0.0.1.</summary>
    internal static IPAddress FromValue(uint address) => new IPAddress(address, true);
}
