using NanoStack.Kernel;
using NanoStack.Skb;

namespace NanoStack.Ip;

/// <summary><c>struct net_protocol</c>: a transport protocol that wants its datagrams.</summary>
internal abstract class InetProtocol
{
    /// <summary>The IP protocol number it is registered for.</summary>
    public readonly int Protocol;

    protected InetProtocol(int protocol)
    {
        Protocol = protocol;
    }

    /// <summary>A datagram for this host: data begins at the transport header, the IP header lies at
    /// <see cref="SkBuff.NetworkAt"/>. The receiver holds the packet from here.</summary>
    public abstract void Receive(SkBuff skb, int nowMs);

    /// <summary><c>err_handler</c>: an ICMP error quotes a datagram of ours.</summary>
    /// <param name="data">Holds the quoted IP header at <paramref name="innerAt"/>; all its bytes and
    /// at least eight behind it are there.</param>
    /// <param name="nextHopMtu">Of a fragmentation-needed message, else 0.</param>
    public abstract void Error(
        byte[] data, int innerAt, int type, int code, int nextHopMtu, int nowMs);
}

/// <summary><c>inet_protos</c>: the fixed table that transport protocols register in.</summary>
internal sealed class InetProtocols
{
    private readonly InetProtocol[] _protocols = new InetProtocol[Limits.InetProtocolCount];
    private int _count;

    /// <summary><c>inet_add_protocol</c></summary>
    public void Add(InetProtocol protocol)
    {
        Bug.On(_count == _protocols.Length);
        _protocols[_count++] = protocol;
    }

    /// <summary>The protocol of a number, or null.</summary>
    public InetProtocol Find(int protocol)
    {
        for (int i = 0; i < _count; i++)
        {
            if (_protocols[i].Protocol == protocol)
            {
                return _protocols[i];
            }
        }

        return null;
    }
}
