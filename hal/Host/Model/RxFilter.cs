using NanoStack.Wire;
using static NanoStack.Hal.Host.Model.ModelRegisters;

namespace NanoStack.Hal.Host.Model;

/// <summary>The MAC's address filter (docs/hardware.md, 1.3 and 4): perfect, no hash table.</summary>
internal sealed class RxFilter
{
    private const int PairCount = 8;
    private const uint AddressEnable = 1u << 31;
    private const uint CompareSource = 1u << 30;
    private const int MaskShift = 24;
    private const int TypePause = 0x8808;

    private readonly EmacModel _model;

    public RxFilter(EmacModel model)
    {
        _model = model;
    }

    public bool Passes(byte[] frame, int at)
    {
        uint filter = _model.MacValue(FrameFilter);
        if ((filter & (Promiscuous | ReceiveAll)) != 0)
        {
            return true;
        }

        if (EthHeader.Type(frame, at) == TypePause)
        {
            return ((filter >> 6) & 3) == 2;            // PCF: only "all" lets a pause through
        }

        if (EthHeader.IsBroadcastAddress(frame, at))
        {
            return (filter & DropBroadcast) == 0;
        }

        if (EthHeader.IsGroup(frame, at) && (filter & PassAllMulticast) != 0)
        {
            return true;
        }

        for (uint pair = 0; pair < PairCount; pair++)
        {
            uint high = _model.MacValue(Addr0High + (8 * pair));
            uint low = _model.MacValue(Addr0Low + (8 * pair));
            if ((high & AddressEnable) != 0 && Matches(frame, at, high, low))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>What the checksum unit would let through; it drops the rest in silence.</summary>
    public static bool HasGoodChecksums(byte[] frame, int at, int length)
    {
        int ip = at + EthHeader.Length;
        int end = at + length;
        if (EthHeader.Type(frame, at) != EthHeader.TypeIp || end - ip < 20)
        {
            return true;
        }

        int headerBytes = (frame[ip] & 15) * 4;
        int totalBytes = ByteOrder.Read16(frame, ip + 2);
        if (headerBytes < 20 || totalBytes < headerBytes || ip + totalBytes > end)
        {
            return true;
        }

        if (!InetChecksum.IsValid(InetChecksum.Add(0, frame, ip, headerBytes)))
        {
            return false;
        }

        int protocol = frame[ip + 9];
        bool isFragment = (ByteOrder.Read16(frame, ip + 6) & 0x3FFF) != 0;
        if (isFragment || (protocol != 6 && protocol != 17 && protocol != 1))
        {
            return true;
        }

        int payload = ip + headerBytes;
        int payloadBytes = totalBytes - headerBytes;
        uint seed = protocol == 1 ? 0 : InetChecksum.PseudoHeader(
            ByteOrder.Read32(frame, ip + 12), ByteOrder.Read32(frame, ip + 16), protocol,
            payloadBytes);
        bool isUnsummed = protocol == 17 && payloadBytes >= 8
            && ByteOrder.Read16(frame, payload + 6) == 0;
        return isUnsummed
            || InetChecksum.IsValid(InetChecksum.Add(seed, frame, payload, payloadBytes));
    }

    private static bool Matches(byte[] frame, int at, uint high, uint low)
    {
        int from = (high & CompareSource) != 0 ? at + 6 : at;
        for (int i = 0; i < 6; i++)
        {
            uint want = i < 4 ? (low >> (8 * i)) & 0xFF : (high >> (8 * (i - 4))) & 0xFF;
            bool isMasked = ((high >> (MaskShift + i)) & 1) != 0;
            if (!isMasked && frame[from + i] != want)
            {
                return false;
            }
        }

        return true;
    }
}
