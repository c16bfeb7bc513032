using NanoStack.Device;
using NanoStack.Ip;
using NanoStack.Kernel;
using NanoStack.Neigh;
using NanoStack.Skb;
using NanoStack.Wire;

namespace NanoStack.Tcp;

/// <summary><c>tcp_prot</c>: the rooms of TCP, made once and knowing each other through this.</summary>
/// <remarks>From: <see cref="IpInput"/>. To: <see cref="TcpInput.Receive"/>.</remarks>
internal sealed class TcpProtocol : InetProtocol
{
    public readonly TcpTable Table;
    public readonly TcpSecrets Secrets;
    public readonly TcpPorts Ports;
    public readonly TcpSend Send;
    public readonly TcpRecv Recv;
    public readonly TcpOutput Output;
    public readonly TcpSegment Segment;
    public readonly TcpTransmit Transmit;
    public readonly TcpAckOutput AckOutput;
    public readonly TcpRetransmit Retransmit;
    public readonly TcpInput Input;
    public readonly TcpAck Ack;
    public readonly TcpData Data;
    public readonly TcpLoss Loss;
    public readonly TcpCong Cong;
    public readonly TcpConnect Connect;
    public readonly TcpListen Listen;
    public readonly TcpCookies Cookies;
    public readonly TcpSynQueue SynQueue;
    public readonly TcpClose Close;
    public readonly TcpRoom Room;
    public readonly TcpTimeWait TimeWait;
    public readonly TcpTimer Timer;
    public readonly TcpKeepalive Keepalive;
    public readonly TcpAddress Address;
    public readonly TcpReply Reply;
    public readonly TcpError Errors;
    public readonly TcpRepair Repair;
    public readonly Route Route;
    public readonly NeighTable Neighbours;

    private readonly Dst _askDst = new Dst();
    private readonly int _windowScaleOffer;

    public TcpProtocol(
        NetContext context, SkBuffPool pool, Route route, NeighTable neighbours, IpOutput ip)
        : base(IpHeader.ProtocolTcp)
    {
        Route = route;
        Neighbours = neighbours;
        Secrets = new TcpSecrets(context.Entropy);
        Table = new TcpTable(this, context);
        Ports = new TcpPorts(this, context);
        Send = new TcpSend(this, context);
        Recv = new TcpRecv(this, context);
        Output = new TcpOutput(this, context);
        Segment = new TcpSegment(route);
        Transmit = new TcpTransmit(this, context, pool, ip);
        AckOutput = new TcpAckOutput(this, context);
        Retransmit = new TcpRetransmit(this, context);
        Input = new TcpInput(this, context, route);
        Ack = new TcpAck(this, context);
        Data = new TcpData(this, context);
        Loss = new TcpLoss(this, context);
        Cong = new TcpReno();
        Connect = new TcpConnect(this, context, route);
        Listen = new TcpListen(this, context);
        Cookies = new TcpCookies(this, context);
        SynQueue = new TcpSynQueue(this, context);
        Close = new TcpClose(this, context);
        Room = new TcpRoom(this, context);
        TimeWait = new TcpTimeWait(this, context);
        Timer = new TcpTimer(this, context);
        Keepalive = new TcpKeepalive(this, context);
        Address = new TcpAddress(this, context, route);
        Reply = new TcpReply(context, pool, ip);
        Errors = new TcpError(this, context);
        Repair = new TcpRepair(this, context);
        _windowScaleOffer = ScaleFor(context.Limits);
    }

    /// <summary>The shift we offer: the smallest that lets the whole receive ring be advertised.</summary>
    public int WindowScaleOffer => _windowScaleOffer;

    public override void Receive(SkBuff skb, int nowMs)
    {
        Input.Receive(skb, nowMs);
    }

    public override void Error(
        byte[] data, int innerAt, int type, int code, int nextHopMtu, int nowMs)
    {
        Errors.Icmp(data, innerAt, type, code, nextHopMtu, nowMs);
    }

    /// <summary>The MSS to offer on a connection: of what the device can take now, each time a SYN
    /// leaves; while there is no route, what was offered before.</summary>
    public int AdvertisedMssOf(TcpSock sock)
    {
        NetDevice device = sock.Dst.Device;
        if (device == null)
        {
            return sock.AdvertisedMss;
        }

        int mss = TcpSegment.AdvertisedMss(device.Mtu);
        return sock.UserMss != 0 && sock.UserMss < mss ? sock.UserMss : mss;
    }

    /// <summary>The MSS to offer to an address; the polling thread only.</summary>
    /// <param name="userMss">What the listener's user allows (TCP_MAXSEG); 0 for all.</param>
    public int AdvertisedMssFor(uint remote, int userMss)
    {
        int mss = Route.Lookup(remote, _askDst) < 0
            ? Limits.TcpMssDefault : TcpSegment.AdvertisedMss(_askDst.Device.Mtu);
        return userMss != 0 && userMss < mss ? userMss : mss;
    }

    private static int ScaleFor(Limits limits)
    {
        int shift = 0;
        while (limits.TcpReceiveRingBytes >> shift > 0xFFFF && shift < Limits.TcpWindowScaleMax)
        {
            shift++;
        }

        return shift;
    }
}
