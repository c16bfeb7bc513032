using NanoStack.Kernel;

namespace NanoStack.Tcp;

/// <summary>What nobody outside may guess: initial sequence numbers (RFC 6528), ephemeral ports
/// (RFC 6056, 3.3.4) and time stamp offsets, from a keyed hash with a key drawn at start.</summary>
/// <remarks>
/// The hash is SipHash-2-4 (Aumasson and Bernstein, 2012), the one Linux uses here: short input,
/// 128 bits of key, no table. It runs once per connection, not per packet.
/// </remarks>
internal sealed class TcpSecrets
{
    /// <summary>RFC 9293, 3.4.1: the clock of initial sequence numbers ticks every 4 microseconds.</summary>
    private const int IsnTicksPerMs = 250;

    /// <summary>Counters of RFC 6056's double hash: connections to different peers step apart.</summary>
    private const int PortCounterCount = 8;

    private const uint PurposeIsn = 1;
    private const uint PurposePort = 2;
    private const uint PurposePortCounter = 3;
    private const uint PurposeTimestamp = 4;
    private const uint PurposeCookie = 5;

    private readonly ulong _key0;
    private readonly ulong _key1;
    private readonly uint[] _portCounters = new uint[PortCounterCount];
    private int _sequencesGiven;

    public TcpSecrets(Entropy entropy)
    {
        _key0 = ((ulong)entropy.Next32() << 32) | entropy.Next32();
        _key1 = ((ulong)entropy.Next32() << 32) | entropy.Next32();
        for (int i = 0; i < PortCounterCount; i++)
        {
            _portCounters[i] = entropy.Next32();
        }
    }

    /// <summary><c>secure_tcp_seq</c>: ISN = M + F(localip, localport, remoteip, remoteport, key)
    /// (RFC 6528, 3).</summary>
    public uint InitialSequence(
        uint local, int localPort, uint remote, int remotePort, int nowMs)
    {
        uint hash = Hash(local, remote, ((uint)localPort << 16) | (uint)remotePort, PurposeIsn);
        return hash + (uint)(nowMs * IsnTicksPerMs);
    }

    /// <summary>The ISN of a new connection, never the one its four-tuple had before: our clock counts
    /// milliseconds, and every connection moves M one of them on.</summary>
    /// <remarks>Without, a port that is opened, aborted and opened again within one millisecond begins
    /// where it began before. A peer that missed the reset takes the new SYN for the old one and
    /// gives the old connection's bytes to the new one's reader. Linux's M counts 64 ns.</remarks>
    public uint NextSequence(uint local, int localPort, uint remote, int remotePort, int nowMs)
    {
        return InitialSequence(local, localPort, remote, remotePort, nowMs + _sequencesGiven++);
    }

    /// <summary><c>secure_tcp_ts_off</c>: where a connection's time stamps begin, so that they do not
    /// tell how long the device runs (RFC 7323, 7.1).</summary>
    /// <remarks>The ports count: otherwise a peer reads on its connection the time stamps of another
    /// behind the same address. The same four-tuple begins at the same place again, as RFC 6191
    /// needs.</remarks>
    public uint TimestampOffset(uint local, int localPort, uint remote, int remotePort)
    {
        return Hash(
            local, remote, ((uint)localPort << 16) | (uint)remotePort, PurposeTimestamp);
    }

    /// <summary>The hash of a SYN cookie (RFC 4987, 3.6): folded once more, so that it is none of the
    /// hashes above.</summary>
    public uint CookieHash(uint local, uint remote, uint ports, uint sequence)
    {
        return Hash(Hash(local, remote, ports, PurposeCookie), sequence, ports, PurposeCookie);
    }

    /// <summary>Where the search for an ephemeral port to this peer begins: a number to be taken
    /// modulo the range (RFC 6056, 3.3.4). It moves on with every call.</summary>
    public uint NextPortOffset(uint local, uint remote, int remotePort)
    {
        uint offset = Hash(local, remote, (uint)remotePort, PurposePort);
        uint index = Hash(local, remote, (uint)remotePort, PurposePortCounter) % PortCounterCount;
        return offset + _portCounters[index]++;
    }

    /// <summary>SipHash-2-4 of four words, its upper and lower half folded.</summary>
    public uint Hash(uint a, uint b, uint c, uint d)
    {
        ulong v0 = _key0 ^ 0x736f6d6570736575;
        ulong v1 = _key1 ^ 0x646f72616e646f6d;
        ulong v2 = _key0 ^ 0x6c7967656e657261;
        ulong v3 = _key1 ^ 0x7465646279746573;
        for (int block = 0; block < 4; block++)     // two words of input, the length, the end
        {
            ulong m = block == 0 ? ((ulong)b << 32) | a
                : block == 1 ? ((ulong)d << 32) | c
                : block == 2 ? (ulong)16 << 56 : 0;
            v3 ^= m;
            v2 ^= block == 3 ? 0xFFu : 0u;
            int rounds = block == 3 ? 4 : 2;
            for (int round = 0; round < rounds; round++)
            {
                v0 += v1;
                v1 = ((v1 << 13) | (v1 >> 51)) ^ v0;
                v0 = (v0 << 32) | (v0 >> 32);
                v2 += v3;
                v3 = ((v3 << 16) | (v3 >> 48)) ^ v2;
                v0 += v3;
                v3 = ((v3 << 21) | (v3 >> 43)) ^ v0;
                v2 += v1;
                v1 = ((v1 << 17) | (v1 >> 47)) ^ v2;
                v2 = (v2 << 32) | (v2 >> 32);
            }

            v0 ^= m;
        }

        ulong hash = v0 ^ v1 ^ v2 ^ v3;
        return (uint)(hash ^ (hash >> 32));
    }
}
