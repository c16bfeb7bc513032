using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using NanoStack.Hal.Emac;
using NanoStack.Kernel;
using NanoStack.VirtualBoard;
using NanoStack.Wire;

namespace NanoStack.Tests.Host.Corridor;

/// <summary>docs/corridor.md, written from a walk.</summary>
internal sealed class CorridorText
{
    // What a room does to the packet, in the order of the rooms.
    private static readonly Dictionary<int, string> Deeds = new Dictionary<int, string>
    {
        [TraceRoom.Send] = "checks buffer, offset and size; the only room that throws",
        [TraceRoom.SysSendTo] = "handle to socket",
        [TraceRoom.SockFdLookup] = "a table look-up",
        [TraceRoom.SockSendMsg] = "hands over to the socket's family",
        [TraceRoom.InetSendMsg] = "reads the clock, once; waits here when there is no room",
        [TraceRoom.TcpSendMsg] = "owns the socket for the time it takes",
        [TraceRoom.LockSock] = "input that comes meanwhile goes to the backlog",
        [TraceRoom.TcpSendMsgLocked] = "copies the bytes into the send ring at their"
            + " sequence number;"
            + " a descriptor in the write queue points at them",
        [TraceRoom.TcpPushPendingFrames] = "lets go what may go; if nothing may, the probe timer",
        [TraceRoom.TcpPushOne] = "sends a full segment while the user still copies",
        [TraceRoom.TcpWriteXmit] = "asks congestion window, MSS, send window and Nagle",
        [TraceRoom.TcpTransmitSkb] = "clones the descriptor; TCP header and time stamps;"
            + " the checksum"
            + " field gets the pseudo-header's sum",
        [TraceRoom.IpQueueXmit] = "route from the socket's cache; IP header with its checksum",
        [TraceRoom.IpLocalOut] = "counts the datagram, asks the filter",
        [TraceRoom.NfHook] = "the rules for what this host sends; an empty table costs a"
            + " comparison",
        [TraceRoom.IpOutput] = "the device is known from here",
        [TraceRoom.IpFinishOutput] = "does it fit the path's MTU?",
        [TraceRoom.IpFinishOutput2] = "finds the neighbour; a socket that made progress"
            + " confirms it",
        [TraceRoom.IpNeighForGw] = "a table look-up under its spinlock",
        [TraceRoom.NeighOutput] = "is it known to be there?",
        [TraceRoom.NeighConnectedOutput] = "link header",
        [TraceRoom.NeighResolveOutput] = "parks the packet and asks by ARP, or doubts and sends",
        [TraceRoom.ArpSolicit] = "who has it?",
        [TraceRoom.DevQueueXmit] = "carrier, length, a slot kept back for control; transmit lock",
        [TraceRoom.NdoStartXmit] = "takes back sent slots, then into the ring",
        [TraceRoom.TxRingProvide] = "copies and sums in one pass into DMA memory, patches the TCP"
            + " checksum, then length, barrier, OWN",
        [TraceRoom.DmaTxPollDemand] = "tells the DMA to look",
        [TraceRoom.TcpEventNewDataSent] = "the descriptor moves to the retransmission"
            + " queue, SND.NXT"
            + " moves on, the timer is armed",
        [TraceRoom.ReleaseSock] = "processes the backlog, lets the socket go",
    };

    // Rooms beside the corridor: they look something up, and the packet waits outside.
    private static readonly int[] SideRooms =
    {
        TraceRoom.SockFdLookup, TraceRoom.LockSock, TraceRoom.NfHook, TraceRoom.IpNeighForGw,
        TraceRoom.DmaTxPollDemand, TraceRoom.TcpEventNewDataSent, TraceRoom.ReleaseSock,
    };

    private readonly StringBuilder _text = new StringBuilder();
    private readonly CorridorWalk _walk;
    private readonly Doors _doors = Doors.Read();

    private CorridorText(CorridorWalk walk)
    {
        _walk = walk;
    }

    public static string Of(CorridorWalk walk)
    {
        CorridorText text = new CorridorText(walk);
        text.Head();
        text.Down();
        text.FrameBytes();
        text.DescriptorWords();
        text.Back();
        return text._text.ToString();
    }

    private void Head()
    {
        Line("# The corridor");
        Line();
        Paragraph(
            "The walk of one record of " + CorridorWalk.RecordLength + " bytes from"
                + " `Socket.Send` to"
            + " the descriptor's OWN bit, and the way back. It is not told from memory: a test of"
            + " `tests/Host/Corridor` sends the record on the modelled board, stops the DMA at the"
            + " moment it would begin, and writes this page (`NANOSTACK_UPDATE=1 dotnet test`);"
            + " without that variable it compares."
            + " `dotnet run --project firmware/VirtualBoard -- --trace` prints the same ladder.");
        Paragraph("The connection stands, the neighbour is known, time stamps are in use.");
    }

    private void Down()
    {
        Line("## Down");
        Line();
        Paragraph(
            "*In* is the packet's length at the room's door, *out* at the next one's. Rooms in"
            + " brackets lie beside the corridor: the packet waits outside.");
        Line("| | Linux | room | file | in | out | added | what happens |");
        Line("|---|---|---|---|---|---|---|---|");
        for (int i = 0; i < _walk.Ladder.Count; i++)
        {
            DownRow(i);
        }

        Line();
    }

    private void DownRow(int index)
    {
        int room = _walk.Ladder.RoomAt(index);
        bool isSide = SideRooms.Contains(room);
        int length = _walk.Ladder.LengthAt(index);
        int next = isSide ? length : NextLength(index);
        string name = TraceRoom.LinuxName(room);
        string place = TraceRoom.PlaceName(room);
        string file = _doors[place.Split('.')[0]].Path;
        Line("| " + (index + 1) + " | " + (isSide ? "(" + name + ")" : name) + " | " + place + " | "
            + file + " | " + (length == 0 ? "" : length.ToString()) + " | "
            + (isSide ? "" : next.ToString()) + " | " + (next > length ? "+" + (next - length) : "")
            + " | " + Deeds[room] + " |");
    }

    /// <summary>At the next door of the corridor; the last room's is the DMA's.</summary>
    private int NextLength(int index)
    {
        for (int i = index + 1; i < _walk.Ladder.Count; i++)
        {
            if (!SideRooms.Contains(_walk.Ladder.RoomAt(i)))
            {
                return _walk.Ladder.LengthAt(i);
            }
        }

        return _walk.Frame.Length;
    }

    private void FrameBytes()
    {
        int ip = EthHeader.Length;
        int tcp = ip + IpHeader.Length(_walk.Frame, ip);
        int options = tcp + TcpHeader.LengthMin;
        int data = tcp + TcpHeader.Length(_walk.Frame, tcp);
        Line("## The frame in DMA memory");
        Line();
        Paragraph(
            _walk.Frame.Length + " bytes; the MAC appends the CRC. Each header was put in front of"
            + " what was there, so the last one written is the first on the wire.");
        Line("```text");
        Dump(_walk.Frame, "Ethernet", 0, ip);
        Dump(_walk.Frame, "IPv4", ip, tcp);
        Dump(_walk.Frame, "TCP", tcp, options);
        Dump(_walk.Frame, "options", options, data);
        Dump(_walk.Frame, "record", data, _walk.Frame.Length);
        Line("```");
        Line();
    }

    private void DescriptorWords()
    {
        uint[] words = _walk.Descriptor;
        Line("## The descriptor");
        Line();
        Line("| word | value | meaning |");
        Line("|---|---|---|");
        Line("| TDES0 | " + Hex(words[0]) + " | OWN, interrupt on completion, last, first,"
            + " chained |");
        Line("| TDES1 | " + Hex(words[1]) + " | " + words[1] + " bytes |");
        Line("| TDES2 | " + Hex(words[2]) + " | where the frame lies |");
        Line("| TDES3 | " + Hex(words[3]) + " | the next descriptor |");
        Line();
        Paragraph(
            "TDES0 is written last, behind a barrier: the DMA may run the moment it sees OWN. Free"
            + " slots now: " + _walk.FreeSlotsBefore + " of 4. The bytes still lie in the"
            + " send ring, "
            + _walk.UnackedBefore + " unacknowledged; segments in the retransmission queue: "
            + _walk.SegmentsKept + ". The clone that carried the headers is back in its pool.");
    }

    private void Back()
    {
        int ip = EthHeader.Length;
        int tcp = ip + IpHeader.Length(_walk.Ack, ip);
        int options = tcp + TcpHeader.LengthMin;
        int data = tcp + TcpHeader.Length(_walk.Ack, tcp);
        Line("## The way back");
        Line();
        Paragraph(
            "The DMA sends the frame and closes the descriptor: TDES0 is "
            + Hex(_walk.ControlAfter) + ", OWN is gone. Then the peer's ACK arrives, "
            + _walk.Ack.Length + " bytes:");
        Line("```text");
        Dump(_walk.Ack, "Ethernet", 0, ip);
        Dump(_walk.Ack, "IPv4", ip, tcp);
        Dump(_walk.Ack, "TCP", tcp, options);
        Dump(_walk.Ack, "options", options, data);
        Line("```");
        Line();
        Line("| Linux | room | in | out | what happens |");
        Line("|---|---|---|---|---|");
        int length = _walk.Ack.Length;
        BackRow("napi_poll", "EmacDevice.Poll", length, length, "the interrupt has masked"
            + " itself and"
            + " raised a flag; the polling thread takes it from here");
        BackRow("rx ring", "RxRing.Return", length, length, "class and share first, then a"
            + " packet, then"
            + " copy and sum in one pass; the slot goes back to the DMA");
        BackRow("netif_receive_skb", "NetDevice.ReceiveSkb", length, length - ip,
            "for us? link header off; the protocol's room by its type");
        BackRow("ip_rcv", "IpInput.Receive", length - ip, length - tcp,
            "every field before its use; padding off; the filter; IP header off");
        BackRow("tcp_v4_rcv", "TcpInput.Receive", length - tcp, length - data,
            "checksum, the connection of the four-tuple, lock or backlog; RFC 9293, 3.10.7");
        BackRow("tcp_ack", "TcpAck.Ack", length - data, length - data, "window, RTT sample,"
            + " the segment"
            + " leaves the retransmission queue; unacknowledged bytes: "
            + _walk.UnackedBefore + " to " + _walk.UnackedAfter);
        BackRow("sk_write_space", "Sock.WriteSpace", length - data, length - data,
            "wakes whoever waits in InetSocket.SendMsg");
        BackRow("kfree_skb", "SkBuff.Free", length - data, 0, "the packet is back in its pool");
        BackRow("tx ring", "TxRing.Return", 0, 0, "the same poll takes the sent slot back;"
            + " free slots: "
            + _walk.FreeSlotsBefore + " to " + _walk.FreeSlotsAfter);
    }

    private void BackRow(string linux, string room, int before, int after, string deed)
    {
        Line("| " + linux + " | " + room + " | " + before + " | " + after + " | " + deed + " |");
    }

    private void Dump(byte[] data, string name, int at, int end)
    {
        const int PerLine = 20;
        for (int i = at; i < end; i += PerLine)
        {
            string label = i == at ? name.PadRight(9) + (end - at).ToString().PadLeft(3) : "";
            int count = Math.Min(PerLine, end - i);
            string bytes = Convert.ToHexString(data, i, count).ToLowerInvariant();
            Line(label.PadRight(12) + "  " + string.Join(
                " ", Enumerable.Range(0, bytes.Length / 2).Select(k => bytes.Substring(2 * k, 2))));
        }
    }

    /// <summary>Text in lines of up to 100 columns, and an empty one.</summary>
    private void Paragraph(string text)
    {
        const int ColumnsMax = 100;
        string line = "";
        foreach (string word in text.Split(' '))
        {
            if (line.Length + 1 + word.Length > ColumnsMax)
            {
                Line(line);
                line = "";
            }

            line += line.Length == 0 ? word : " " + word;
        }

        Line(line);
        Line();
    }

    private static string Hex(uint word) => "0x" + word.ToString("X8");

    private void Line(string text = "")
    {
        _text.Append(text.TrimEnd()).Append('\n');
    }
}
