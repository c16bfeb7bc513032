namespace NanoStack.Sim;

/// <summary>The planted bugs that the simulation must find (docs/simulation.md has the table).</summary>
internal static class Mutations
{
    public static readonly Mutation[] All =
    {
        new Mutation(
            "plain less-than on sequence numbers", "Wire/Seq.cs",
            "Before(uint a, uint b) => (int)(a - b) < 0", "Before(uint a, uint b) => a < b"),
        new Mutation(
            "plain greater-than on sequence numbers", "Wire/Seq.cs",
            "After(uint a, uint b) => (int)(b - a) < 0", "After(uint a, uint b) => a > b"),
        new Mutation(
            "timer not restarted by an ACK", "Tcp/TcpAck.cs",
            "_tcp.Timer.ArmRetransmit(sock, nowMs);", ";"),
        new Mutation(
            "timer not started by the first segment", "Tcp/TcpOutput.cs",
            "_tcp.Timer.ArmRetransmit(sock, nowMs);", ";"),
        new Mutation(
            "timer not stopped when all is acknowledged", "Tcp/TcpAck.cs",
            "        if (sock.PacketsOut == 0)\n        {\n            _tcp.Timer.StopRetransmit(sock);",
            "        if (sock.PacketsOut == 0)\n        {"),
        new Mutation(
            "timer not rearmed after a time-out", "Tcp/TcpTimer.cs",
            "sock.Backoff++;\n        ArmRetransmit(sock, nowMs);",
            "sock.Backoff++;\n        sock.RtxTimer = TcpSock.TimerNone;"),
        new Mutation(
            "FIN counted twice", "Tcp/TcpData.cs",
            "            sock.RcvNxt++;", "            sock.RcvNxt += 2;"),
        new Mutation(
            "FIN ahead of a gap taken at once", "Tcp/TcpData.cs",
            "            sock.HasFinAhead = true; ",
            "            sock.RcvNxt = end;\n            TakeFin(sock, end); "),
        new Mutation(
            "window update ignored", "Tcp/TcpAck.cs",
            "isChange = window != sock.SndWnd;\n            SetWindow(",
            "isChange = window != sock.SndWnd;\n            if (window < sock.SndWnd) SetWindow("),
        new Mutation(
            "no window update after reading", "Tcp/TcpRecv.cs",
            "        if (free - current >= step", "        if (free < 0 && free - current >= step"),
        new Mutation(
            "zero window is not probed", "Tcp/TcpTimer.cs",
            "            ArmProbe(sock, nowMs);\n        }\n        else if",
            "        }\n        else if"),
        new Mutation(
            "checksum not verified", "Tcp/TcpInput.cs",
            "return InetChecksum.IsValid(sum);", "return sum != 0;"),
        new Mutation(
            "padding not taken off", "Ip/IpInput.cs",
            "skb.Trim(IpHeader.TotalLength(head, at));", ";"),
        new Mutation(
            "retransmission from the wrong ring position", "Tcp/TcpTransmit.cs",
            "skb.SetFrag(sock.SendRing, TcpRing.IndexOf(sock.SendRing, seq), length);",
            "skb.SetFrag(sock.SendRing, TcpRing.IndexOf(sock.SendRing, seq + 1), length);"),
        new Mutation(
            "split row ends in the wrong place", "Tcp/TcpRtxQueue.cs",
            "sock.SegEnd[row] = middle;", "sock.SegEnd[row] = middle + 1;"),
        new Mutation(
            "split segments counted twice", "Tcp/TcpRtxQueue.cs",
            "        sock.SegPackets[row] = 0;                       // those of", "        // those of"),
        new Mutation(
            "joined rows keep one row's segments", "Tcp/TcpRtxQueue.cs",
            "packets = sock.SegPackets[row] + sock.SegPackets[next];",
            "packets = sock.SegPackets[next];"),
        new Mutation(
            "ring wrap forgotten on receive", "Tcp/TcpRing.cs",
            "Array.Copy(ring, 0, data, at + first, count - first);",
            "Array.Copy(ring, 0, data, at, count - first);"),
        new Mutation(
            "packet not freed on a bad checksum", "Tcp/TcpInput.cs",
            "        if (!Validate(skb, remote, local))\n        {\n            skb.Free();",
            "        if (!Validate(skb, remote, local))\n        {"),
        new Mutation(
            "packet not freed when the ring is full", "Neigh/Neighbour.cs",
            "        if (error < 0)\n        {\n            skb.Free();",
            "        if (error < 0 && error != Errno.NoBufs)\n        {\n            skb.Free();"),
        new Mutation(
            "PAWS reversed", "Tcp/TcpOptions.cs",
            "return Seq.Before(TsValue, recent) && recent",
            "return Seq.After(TsValue, recent) && recent"),
        new Mutation(
            "PAWS forgotten", "Tcp/TcpOptions.cs",
            "return Seq.Before(TsValue, recent) && recent",
            "return nowMs != nowMs && recent"),
        new Mutation(
            "RST accepted anywhere", "Tcp/TcpInput.cs",
            "if (skb.SeqStart != sock.RcvNxt)\n        {\n            _mib.Inc(Mib.TcpInBadRst);",
            "if (sock == null)\n        {\n            _mib.Inc(Mib.TcpInBadRst);"),
        new Mutation(
            "SYN in the window resets", "Tcp/TcpInput.cs",
            "        _tcp.AckOutput.SendChallengeAck(sock, nowMs);\n        return false;\n    }\n\n"
                + "    /// <summary>Fifth",
            "        _tcp.Close.Reset(sock);\n        return false;\n    }\n\n"
                + "    /// <summary>Fifth"),
        new Mutation(
            "ACK of the future believed", "Tcp/TcpAck.cs",
            "if (Seq.After(ack, sock.SndNxt)\n            || ", "if ("),
        new Mutation(
            "data beyond the window accepted", "Tcp/TcpData.cs",
            "return Seq.Earlier(sock.RcvAdv, ringEnd);", "return sock.RcvAdv + 4096;"),
        new Mutation(
            "gaps not joined", "Tcp/TcpData.cs",
            "!Seq.After(sock.GapStart[last], end)", "Seq.Before(sock.GapStart[last], end)"),
        new Mutation(
            "out-of-order run stored at the wrong place", "Tcp/TcpData.cs",
            "            Store(sock, skb, start, end);", "            Store(sock, skb, start, end - 1);"),
        new Mutation(
            "window shrinks with what is unread", "Tcp/TcpAckOutput.cs",
            "sock.RcvAdv = Seq.Later(sock.RcvAdv, sock.RcvNxt + (uint)newWindow);",
            "sock.RcvAdv = sock.RcvNxt + (uint)newWindow;"),
        new Mutation(
            "pure ACKs are acknowledged", "Tcp/TcpData.cs",
            "            return;                                     // a pure ACK asks",
            "            _tcp.AckOutput.SendAck(sock, nowMs);\n            return; // a pure ACK asks"),
        new Mutation(
            "delayed ACK forgotten", "Tcp/TcpAckOutput.cs",
            "            ArmDelayedAck(sock, DelayMs(sock), nowMs);", "            ;"),
        new Mutation(
            "reader not woken", "Tcp/TcpData.cs",
            "        sock.DataReady();", "        ;"),
        new Mutation(
            "writer not woken", "Tcp/TcpAck.cs",
            "        sock.WriteSpace();", "        ;"),
        new Mutation(
            "rings kept by a closed connection", "Tcp/TcpClose.cs",
            "        if (!sock.HasUser || sock.ReadableBytes <= 0)\n",
            "        if (!sock.HasUser && sock.HasFin)\n"),
        new Mutation(
            "FIN_WAIT_2 without a user never ends", "Tcp/TcpClose.cs",
            "                if (sock.IsDead)\n                {\n                    _tcp.",
            "                if (sock == null)\n                {\n                    _tcp."),
        new Mutation(
            "an object per segment", "Tcp/TcpTransmit.cs",
            "        skb.Owner = sock;", "        skb.Owner = sock;\n        _ = new TcpOptions();"),
    };
}
