using System;

namespace NanoStack.Wire;

/// <summary>An ARP packet for IPv4 over Ethernet (RFC 826), read and written where it lies.</summary>
/// <remarks>
/// <code>
///  0         2          4      5      6         8
///  | hw type | protocol | hlen | plen | operation |
///  8                14          18               24
///  | sender hw      | sender ip | target hw      | target ip |
/// </code>
/// </remarks>
internal static class ArpHeader
{
    public const int Length = 28;

    public const int OperationRequest = 1;
    public const int OperationReply = 2;

    private const int HardwareEthernet = 1;
    private const int ProtocolAt = 2;
    private const int HardwareLengthAt = 4;
    private const int ProtocolLengthAt = 5;
    private const int OperationAt = 6;
    private const int SenderHardwareAt = 8;
    private const int SenderIpAt = 14;
    private const int TargetHardwareAt = 18;
    private const int TargetIpAt = 24;

    /// <summary>True when a whole packet for IPv4 over Ethernet lies in [at, end): RFC 826's first
    /// questions, type, protocol and both lengths, in its order.</summary>
    public static bool Fits(byte[] data, int at, int end)
    {
        return end - at >= Length
            && ByteOrder.Read16(data, at) == HardwareEthernet
            && ByteOrder.Read16(data, at + ProtocolAt) == EthHeader.TypeIp
            && data[at + HardwareLengthAt] == EthHeader.AddressLength
            && data[at + ProtocolLengthAt] == 4;
    }

    public static int Operation(byte[] data, int at) => ByteOrder.Read16(data, at + OperationAt);

    public static uint SenderIp(byte[] data, int at) => ByteOrder.Read32(data, at + SenderIpAt);

    public static uint TargetIp(byte[] data, int at) => ByteOrder.Read32(data, at + TargetIpAt);

    /// <summary>Where the sender's hardware address lies in data.</summary>
    public static int SenderHardware(int at) => at + SenderHardwareAt;

    /// <summary>Writes a whole packet.</summary>
    /// <param name="targetHardware">Null for a request: the question has zeros there.</param>
    public static void Write(
        byte[] data, int at, int operation, byte[] senderHardware, uint senderIp,
        byte[] targetHardware, uint targetIp)
    {
        ByteOrder.Write16(data, at, HardwareEthernet);
        ByteOrder.Write16(data, at + ProtocolAt, EthHeader.TypeIp);
        data[at + HardwareLengthAt] = EthHeader.AddressLength;
        data[at + ProtocolLengthAt] = 4;
        ByteOrder.Write16(data, at + OperationAt, operation);
        Array.Copy(senderHardware, 0, data, at + SenderHardwareAt, EthHeader.AddressLength);
        ByteOrder.Write32(data, at + SenderIpAt, senderIp);
        if (targetHardware == null)
        {
            Array.Clear(data, at + TargetHardwareAt, EthHeader.AddressLength);
        }
        else
        {
            Array.Copy(targetHardware, 0, data, at + TargetHardwareAt, EthHeader.AddressLength);
        }

        ByteOrder.Write32(data, at + TargetIpAt, targetIp);
    }
}
