using NanoStack.Core;
using NanoStack.Kernel;

namespace NanoStack.Ip;

/// <summary><c>struct inet_sock</c>: a socket with addresses, ports, TTL and a cached route.</summary>
internal abstract class InetSock : Sock
{
    /// <summary>TTL of a socket whose user sets none (RFC 1700; Linux's ip_default_ttl).</summary>
    public const int TtlDefault = 64;

    /// <summary><c>inet_saddr</c>: our address; 0 while unbound.</summary>
    public uint LocalAddress;

    /// <summary><c>inet_daddr</c>: the peer's address; 0 while unconnected.</summary>
    public uint RemoteAddress;

    /// <summary><c>inet_num</c>: our port; 0 while unbound.</summary>
    public int LocalPort;

    /// <summary><c>inet_dport</c>: the peer's port.</summary>
    public int RemotePort;

    /// <summary>What <c>Bind</c> fixed, each 0 when nothing: the next attempt to connect begins from here
    /// (Linux: SOCK_BINDADDR_LOCK, SOCK_BINDPORT_LOCK).</summary>
    public uint BoundAddress;
    public int BoundPort;

    /// <summary>The headers in front of every packet of this connection, see <see cref="IpTemplate"/>; valid
    /// while <see cref="HasHeader"/> is true, which the transport protocol says when its own are
    /// there.</summary>
    public readonly byte[] Header;
    public bool HasHeader;

    /// <summary>The sums of what stays the same: of the IP header, and of the pseudo-header without its
    /// length.</summary>
    public uint HeaderSum;
    public uint PseudoSum;

    private int _ttl;
    private int _tos;

    /// <summary>IP identification of the next packet; free to choose with DF set (RFC 6864, 4.1).</summary>
    public int IpId;

    /// <summary><c>sk_dst_cache</c></summary>
    public readonly Dst Dst = new Dst();

    /// <param name="headerBytes">Room for the headers of both layers and what always follows them.</param>
    protected InetSock(NetContext context, int headerBytes)
        : base(context)
    {
        Header = new byte[headerBytes];
    }

    /// <summary>Time to live, 1 to 255 (RFC 9293, MUST-49).</summary>
    public int Ttl
    {
        get => _ttl;
        set
        {
            _ttl = value;
            HasHeader = false;
        }
    }

    /// <summary>Differentiated services, 0 to 255 (RFC 9293, MUST-48).</summary>
    public int Tos
    {
        get => _tos;
        set
        {
            _tos = value;
            HasHeader = false;
        }
    }

    /// <summary>As new, for its next user.</summary>
    protected void InitInetSock()
    {
        InitSock();
        LocalAddress = 0;
        RemoteAddress = 0;
        LocalPort = 0;
        RemotePort = 0;
        BoundAddress = 0;
        BoundPort = 0;
        Ttl = TtlDefault;
        Tos = 0;
        IpId = (int)(Context.Entropy.Next32() & 0xFFFF);
        Dst.Clear();
    }
}
