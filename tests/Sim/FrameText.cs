using NanoStack.Wire;

namespace NanoStack.Sim;

/// <summary>A frame in words, as tcpdump would say it.</summary>
internal static class FrameText
{
    public static string Of(Frame frame)
    {
        byte[] data = frame.Data;
        string to = "to host " + (frame.To == null ? "?" : frame.To.Index.ToString()) + " ";
        to += frame.IsForged ? "FORGED " : "";
        int type = EthHeader.Type(data, 0);
        if (type != EthHeader.TypeIp)
        {
            return to + (type == EthHeader.TypeArp ? "arp" : "type " + type);
        }

        int ip = EthHeader.Length;
        int tcp = ip + IpHeader.LengthMin;
        if (IpHeader.Protocol(data, ip) != IpHeader.ProtocolTcp || frame.Length < tcp + 20)
        {
            return to + "ip " + IpHeader.Protocol(data, ip) + " length " + frame.Length;
        }

        int flags = TcpHeader.Flags(data, tcp);
        int length = IpHeader.TotalLength(data, ip) - IpHeader.LengthMin
            - TcpHeader.Length(data, tcp);
        string text = to + TcpHeader.SourcePort(data, tcp) + ">"
            + TcpHeader.DestinationPort(data, tcp) + " ";
        text += (flags & TcpHeader.Syn) != 0 ? "S" : "";
        text += (flags & TcpHeader.Fin) != 0 ? "F" : "";
        text += (flags & TcpHeader.Rst) != 0 ? "R" : "";
        text += (flags & TcpHeader.Psh) != 0 ? "P" : "";
        text += (flags & TcpHeader.Ack) != 0 ? "." : "";
        return text + " seq " + TcpHeader.SeqNumber(data, tcp) + "+" + length + " ack "
            + TcpHeader.AckNumber(data, tcp) + " win " + TcpHeader.Window(data, tcp);
    }
}
