using System;
using NanoStack.Device;
using NanoStack.Ip;
using NanoStack.Kernel;
using NanoStack.Neigh;
using NanoStack.Skb;
using NanoStack.Tcp;

namespace NanoStack;

/// <summary>What the polling thread does first when an exception ended a call or its own last turn: packets
/// home, sockets mended, one line.</summary>
/// <remarks>
/// From: <see cref="Net.Poll"/>. To: <see cref="SkBuffPool.EndSweep"/>, <see cref="Core.Sock.Mend"/>,
/// <see cref="NetDevice.Recover"/>, <see cref="TroubleSink"/>.
/// On the nanoCLR any call may throw OutOfMemoryException, in any thread. Who is hit leaves a mark,
/// by a store; all the rest happens here. Whoever holds a packet owns a socket, or is the polling
/// thread, which begins its turn. So in the moment when every socket is ours, a packet that lies in
/// no queue is nobody's. If a user's call is just at work the rest waits for the next turn. All of
/// it may be ended by another exception and is then done again.
/// </remarks>
internal sealed class NetRecovery
{
    private readonly NetContext _context;
    private readonly SkBuffPool _pool;
    private readonly NeighTable _neighbours;
    private readonly IpDefrag _defrag;
    private readonly TcpProtocol _tcp;
    private Exception _pollTrouble;         // what is being mended began in the polling thread
    private int _packets;                   // brought home and not yet told

    public NetRecovery(
        NetContext context, SkBuffPool pool, NeighTable neighbours, IpDefrag defrag,
        TcpProtocol tcp)
    {
        _context = context;
        _pool = pool;
        _neighbours = neighbours;
        _defrag = defrag;
        _tcp = tcp;
    }

    /// <summary>Who is told; null: only the counters are.</summary>
    public TroubleSink Sink { get; set; }

    /// <summary>Mends what can be mended now.</summary>
    public void Run(NetDevice[] devices, int deviceCount, int nowMs)
    {
        _context.IsHurt = false;            // first: what is hurt from here on is another's
        if (_context.PollTrouble != null)
        {
            _pollTrouble = _context.PollTrouble;
            _context.PollTrouble = null;
            _context.Mib.Inc(Mib.PollExceptions);
        }

        _neighbours.Queue.ForgetLeaving();
        bool isAll = true;
        for (int i = 0; i < _tcp.Table.Count; i++)
        {
            isAll &= _tcp.Table.At(i).TakeForRecovery();
        }

        if (isAll)
        {
            Sweep(devices, deviceCount);
            _neighbours.Queue.FlushKnown(nowMs);
        }

        for (int i = 0; i < _tcp.Table.Count; i++)
        {
            MendAndRelease(_tcp.Table.At(i), nowMs);
        }

        _context.IsHurt |= !isAll;
        _tcp.Timer.WriteSpace(nowMs);       // the wake-up of a drained ring may be lost
        if (isAll)
        {
            Tell();
        }
    }

    /// <summary>Every socket is ours: what no queue holds goes home.</summary>
    private void Sweep(NetDevice[] devices, int deviceCount)
    {
        if (_pollTrouble != null)
        {
            _defrag.Abandon();
        }

        _neighbours.ForgetDropped();
        _pool.BeginSweep();
        _defrag.HoldAll();
        for (int i = 0; i < _tcp.Table.Count; i++)
        {
            _tcp.Table.At(i).HoldPackets();
        }

        for (int i = 0; i < _neighbours.Count; i++)
        {
            _neighbours.At(i).HoldParked();
        }

        for (int i = 0; i < deviceCount; i++)
        {
            devices[i].Recover();
        }

        int packets = _pool.EndSweep();
        _packets += packets;
        _context.Mib.Add(Mib.SkbSwept, packets);
    }

    private void MendAndRelease(TcpSock sock, int nowMs)
    {
        if (!sock.IsOwnedByPoll)
        {
            return;                         // its user is at it
        }

        if (sock.IsHurt || sock.Due != TcpSock.DueNothing)
        {
            sock.Mend();
        }

        sock.Release(nowMs);
    }

    /// <summary>One line for each thread that was hit. Forgotten first: a sink that throws is not told
    /// again.</summary>
    private void Tell()
    {
        Exception poll = _pollTrouble;
        Exception call = _context.CallTrouble;
        int packets = _packets;
        _pollTrouble = null;
        _context.CallTrouble = null;
        _packets = 0;
        if (poll != null && Sink != null)
        {
            Sink.Tell(TroubleSink.InPoll, poll, packets);
        }

        if (call != null && Sink != null)
        {
            Sink.Tell(TroubleSink.InCall, call, packets);
        }
    }
}
