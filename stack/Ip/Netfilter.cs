using NanoStack.Kernel;
using NanoStack.Skb;
using NanoStack.Wire;

namespace NanoStack.Ip;

/// <summary><c>nf_hook</c> at local in and local out: a small table of rules, first match decides.</summary>
/// <remarks>
/// From: <see cref="IpOutput.LocalOut"/>, <see cref="IpInput"/>. An empty table costs one comparison.
/// </remarks>
internal sealed class Netfilter
{
    private readonly NetContext _context;
    private readonly FilterRule[] _rules;
    private int _count;

    public Netfilter(NetContext context)
    {
        _context = context;
        _rules = new FilterRule[context.Limits.NetfilterRuleCount];
    }

    public int Count => _count;

    public int Capacity => _rules.Length;

    /// <summary>Rule <paramref name="index"/>, 0 to <see cref="Count"/> - 1.</summary>
    public FilterRule At(int index) => _rules[index];

    /// <summary>Appends a rule.</summary>
    /// <returns>0, or <see cref="Errno.NoMemory"/>: the table is full.</returns>
    public int Add(FilterRule rule)
    {
        if (_count == _rules.Length)
        {
            return Errno.NoMemory;
        }

        _rules[_count] = rule;              // first: the polling thread may be walking the table
        _count++;
        return 0;
    }

    /// <summary>Takes all rules out.</summary>
    public void Clear()
    {
        _count = 0;
    }

    /// <summary><c>NF_INET_LOCAL_IN</c>: may the packet, data at its IP header, come in?</summary>
    public bool LocalIn(SkBuff skb)
    {
        if (_count == 0 || Accepts(skb, true))
        {
            return true;
        }

        _context.Mib.Inc(Mib.IpInFiltered);
        return false;
    }

    /// <summary><c>NF_INET_LOCAL_OUT</c>: may the packet, data at its IP header, go out?</summary>
    public bool LocalOut(SkBuff skb)
    {
        _context.Trace.Enter(TraceRoom.NfHook, skb.Length);
        if (_count == 0 || Accepts(skb, false))
        {
            return true;
        }

        _context.Mib.Inc(Mib.IpOutFiltered);
        return false;
    }

    private bool Accepts(SkBuff skb, bool isIn)
    {
        byte[] head = skb.Head;
        int at = skb.NetworkAt;
        int transportAt = at + IpHeader.Length(head, at);
        int protocol = IpHeader.Protocol(head, at);
        uint remote = isIn ? IpHeader.Source(head, at) : IpHeader.Destination(head, at);
        int localPort = 0;
        int remotePort = 0;
        bool hasPorts = protocol == IpHeader.ProtocolTcp || protocol == IpHeader.ProtocolUdp;
        if (hasPorts && skb.TailAt - transportAt >= 4)
        {
            int first = TcpHeader.SourcePort(head, transportAt);
            int second = TcpHeader.DestinationPort(head, transportAt);
            localPort = isIn ? second : first;
            remotePort = isIn ? first : second;
        }

        for (int i = 0; i < _count; i++)
        {
            FilterRule rule = _rules[i];
            if (rule.Matches(isIn, protocol, remote, localPort, remotePort))
            {
                rule.HitCount++;
                return rule.IsAccept;
            }
        }

        return true;
    }
}
