namespace NanoStack.Kernel;

/// <summary>The rooms of the send corridor, in the order a packet meets them.</summary>
/// <remarks>Their names are there where the ladder is (NETTRACE): on the device they would be four
/// kilobytes of flash that nobody reads.</remarks>
internal static class TraceRoom
{
    public const int Send = 0;
    public const int SysSendTo = 1;
    public const int SockFdLookup = 2;
    public const int SockSendMsg = 3;
    public const int InetSendMsg = 4;
    public const int TcpSendMsg = 5;
    public const int LockSock = 6;
    public const int TcpSendMsgLocked = 7;
    public const int TcpPushOne = 8;
    public const int TcpPushPendingFrames = 9;
    public const int TcpWriteXmit = 10;
    public const int TcpTransmitSkb = 11;
    public const int IpQueueXmit = 12;
    public const int IpLocalOut = 13;
    public const int NfHook = 14;
    public const int IpOutput = 15;
    public const int IpFinishOutput = 16;
    public const int IpFinishOutput2 = 17;
    public const int IpNeighForGw = 18;
    public const int NeighOutput = 19;
    public const int NeighConnectedOutput = 20;
    public const int NeighResolveOutput = 21;
    public const int ArpSolicit = 22;
    public const int DevQueueXmit = 23;
    public const int NdoStartXmit = 24;
    public const int TxRingProvide = 25;
    public const int DmaTxPollDemand = 26;
    public const int TcpEventNewDataSent = 27;
    public const int ReleaseSock = 28;
    public const int Count = 29;

#if NETTRACE                                            // on the device a name is only flash
    /// <summary>The room's name in Linux, as in the seed path's call trace.</summary>
    public static string LinuxName(int room)
    {
        switch (room)
        {
            case Send: return "send";
            case SysSendTo: return "__sys_sendto";
            case SockFdLookup: return "sockfd_lookup_light";
            case SockSendMsg: return "sock_sendmsg";
            case InetSendMsg: return "inet_sendmsg";
            case TcpSendMsg: return "tcp_sendmsg";
            case LockSock: return "lock_sock";
            case TcpSendMsgLocked: return "tcp_sendmsg_locked";
            case TcpPushOne: return "tcp_push_one";
            case TcpPushPendingFrames: return "__tcp_push_pending_frames";
            case TcpWriteXmit: return "tcp_write_xmit";
            case TcpTransmitSkb: return "tcp_transmit_skb";
            case IpQueueXmit: return "ip_queue_xmit";
            case IpLocalOut: return "ip_local_out";
            case NfHook: return "nf_hook";
            case IpOutput: return "ip_output";
            case IpFinishOutput: return "ip_finish_output";
            case IpFinishOutput2: return "ip_finish_output2";
            case IpNeighForGw: return "ip_neigh_for_gw";
            case NeighOutput: return "neigh_output";
            case NeighConnectedOutput: return "neigh_connected_output";
            case NeighResolveOutput: return "neigh_resolve_output";
            case ArpSolicit: return "arp_solicit";
            case DevQueueXmit: return "dev_queue_xmit";
            case NdoStartXmit: return "ndo_start_xmit";
            case TxRingProvide: return "tx ring: OWN";
            case DmaTxPollDemand: return "dma tx poll demand";
            case TcpEventNewDataSent: return "tcp_event_new_data_sent";
            case ReleaseSock: return "release_sock";
            default: return "";
        }
    }

    /// <summary>Where the room is in this project.</summary>
    public static string PlaceName(int room)
    {
        switch (room)
        {
            case Send: return "Socket.Send";
            case SysSendTo: return "SysSocket.SendTo";
            case SockFdLookup: return "SocketTable.Lookup";
            case SockSendMsg: return "SysSocket.SockSendMsg";
            case InetSendMsg: return "InetSocket.SendMsg";
            case TcpSendMsg: return "TcpSend.SendMsg";
            case LockSock: return "Sock.Lock";
            case TcpSendMsgLocked: return "TcpSend.SendMsgLocked";
            case TcpPushOne: return "TcpOutput.PushOne";
            case TcpPushPendingFrames: return "TcpOutput.PushPendingFrames";
            case TcpWriteXmit: return "TcpOutput.WriteXmit";
            case TcpTransmitSkb: return "TcpTransmit.TransmitSkb";
            case IpQueueXmit: return "IpOutput.QueueXmit";
            case IpLocalOut: return "IpOutput.LocalOut";
            case NfHook: return "Netfilter.LocalOut";
            case IpOutput: return "IpOutput.Output";
            case IpFinishOutput: return "IpOutput.FinishOutput";
            case IpFinishOutput2: return "IpOutput.FinishOutput2";
            case IpNeighForGw: return "NeighTable.ForGateway";
            case NeighOutput: return "Neighbour.Output";
            case NeighConnectedOutput: return "Neighbour.ConnectedOutput";
            case NeighResolveOutput: return "Neighbour.ResolveOutput";
            case ArpSolicit: return "ArpOutput.Solicit";
            case DevQueueXmit: return "NetDevice.QueueXmit";
            case NdoStartXmit: return "EmacDevice.StartXmit";
            case TxRingProvide: return "TxRing.Provide";
            case DmaTxPollDemand: return "EmacDma.DemandTxPoll";
            case TcpEventNewDataSent: return "TcpOutput.EventNewDataSent";
            case ReleaseSock: return "Sock.Release";
            default: return "";
        }
    }
#endif
}
