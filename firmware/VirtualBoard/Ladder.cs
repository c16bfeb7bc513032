using System;
using System.Collections.Generic;
using NanoStack.Kernel;

namespace NanoStack.VirtualBoard;

/// <summary>The call ladder of one send: which room opened which door, with how long a packet.</summary>
/// <remarks>
/// From: <see cref="NetTrace"/>. While it listens it only notes two numbers a room. A room is below the
/// nearest room above that opens its door (<see cref="CallersOf"/>): the doors are few and fixed.
/// </remarks>
internal sealed class Ladder : TraceSink
{
    private const int RoomsMax = 256;
    private const int NameColumns = 38;     // the deepest name with its indent
    private const int PlaceColumns = 27;
    private const int LengthColumns = 11;

    private readonly int[] _rooms = new int[RoomsMax];
    private readonly int[] _lengths = new int[RoomsMax];
    private int _count;
    private int _thread;                    // whose send it is; 0: nobody's
    private bool _isArmed;
    private bool _isComplete;

    /// <summary>True when a whole send was noted.</summary>
    public bool IsComplete => _isComplete;

    public int Count => _count;

    public int RoomAt(int index) => _rooms[index];

    public int LengthAt(int index) => _lengths[index];

    /// <summary>The next send of this thread is the one.</summary>
    public void Arm()
    {
        _thread = Environment.CurrentManagedThreadId;
        _isArmed = true;
    }

    public override void Enter(int room, int lengthBytes)
    {
        if (Environment.CurrentManagedThreadId != _thread || _isComplete)
        {
            return;
        }

        if (_isArmed && room == TraceRoom.Send)
        {
            _isArmed = false;
            _count = 0;
        }

        if (!_isArmed && _count < RoomsMax)
        {
            _rooms[_count] = room;
            _lengths[_count] = lengthBytes;
            _count++;
        }
    }

    public override void Leave(int room)
    {
        if (Environment.CurrentManagedThreadId == _thread && !_isArmed
            && room == TraceRoom.ReleaseSock)
        {
            _isComplete = true;
        }
    }

    /// <summary>How deep each room lies below the first.</summary>
    public int[] Depths()
    {
        int[] depths = new int[_count];
        List<int> open = new List<int>();               // the rooms we are in, outermost first
        for (int i = 0; i < _count; i++)
        {
            int[] callers = CallersOf(_rooms[i]);
            int last = open.Count - 1;
            while (last >= 0 && Array.IndexOf(callers, open[last]) < 0)
            {
                last--;
            }

            open.RemoveRange(last + 1, open.Count - last - 1);
            depths[i] = open.Count;
            open.Add(_rooms[i]);
        }

        return depths;
    }

    /// <summary>The ladder as lines: Linux's name, one column further in for each door, our room, and the
    /// packet's length at its door. With two columns before it, a line fits a terminal of 80.</summary>
    public IEnumerable<string> Lines()
    {
        int[] depths = Depths();
        for (int i = 0; i < _count; i++)
        {
            string name = new string(' ', depths[i]) + TraceRoom.LinuxName(_rooms[i]);
            string place = TraceRoom.PlaceName(_rooms[i]);
            string length = _lengths[i] > 0 ? _lengths[i] + " bytes" : "";
            yield return name.PadRight(NameColumns) + " " + place.PadRight(PlaceColumns)
                + length.PadLeft(LengthColumns);
        }
    }

    /// <summary>Who opens the door of a room.</summary>
    public static int[] CallersOf(int room)
    {
        switch (room)
        {
            case TraceRoom.Send: return Array.Empty<int>();
            case TraceRoom.SysSendTo: return Of(TraceRoom.Send);
            case TraceRoom.SockFdLookup: return Of(TraceRoom.SysSendTo);
            case TraceRoom.SockSendMsg: return Of(TraceRoom.SysSendTo);
            case TraceRoom.InetSendMsg: return Of(TraceRoom.SockSendMsg);
            case TraceRoom.TcpSendMsg: return Of(TraceRoom.InetSendMsg);
            case TraceRoom.LockSock: return Of(TraceRoom.TcpSendMsg);
            case TraceRoom.TcpSendMsgLocked: return Of(TraceRoom.TcpSendMsg);
            case TraceRoom.TcpPushOne: return Of(TraceRoom.TcpSendMsgLocked);
            case TraceRoom.TcpPushPendingFrames:
                return Of(TraceRoom.TcpSendMsgLocked, TraceRoom.ReleaseSock);
            case TraceRoom.TcpWriteXmit:
                return Of(TraceRoom.TcpPushOne, TraceRoom.TcpPushPendingFrames);
            case TraceRoom.TcpTransmitSkb:
                return Of(TraceRoom.TcpWriteXmit, TraceRoom.ReleaseSock);
            case TraceRoom.IpQueueXmit: return Of(TraceRoom.TcpTransmitSkb);
            case TraceRoom.IpLocalOut: return Of(TraceRoom.IpQueueXmit);
            case TraceRoom.NfHook: return Of(TraceRoom.IpLocalOut);
            case TraceRoom.IpOutput: return Of(TraceRoom.IpLocalOut);
            case TraceRoom.IpFinishOutput: return Of(TraceRoom.IpOutput);
            case TraceRoom.IpFinishOutput2: return Of(TraceRoom.IpFinishOutput);
            case TraceRoom.IpNeighForGw: return Of(TraceRoom.IpFinishOutput2);
            case TraceRoom.NeighOutput: return Of(TraceRoom.IpFinishOutput2);
            case TraceRoom.NeighConnectedOutput:
                return Of(TraceRoom.NeighOutput, TraceRoom.NeighResolveOutput);
            case TraceRoom.NeighResolveOutput: return Of(TraceRoom.NeighOutput);
            case TraceRoom.ArpSolicit: return Of(TraceRoom.NeighResolveOutput);
            case TraceRoom.DevQueueXmit:
                return Of(TraceRoom.NeighConnectedOutput, TraceRoom.ArpSolicit);
            case TraceRoom.NdoStartXmit: return Of(TraceRoom.DevQueueXmit);
            case TraceRoom.TxRingProvide: return Of(TraceRoom.NdoStartXmit);
            case TraceRoom.DmaTxPollDemand: return Of(TraceRoom.NdoStartXmit);
            case TraceRoom.TcpEventNewDataSent: return Of(TraceRoom.TcpWriteXmit);
            case TraceRoom.ReleaseSock: return Of(TraceRoom.TcpSendMsg);
            default: throw new ArgumentOutOfRangeException(nameof(room));
        }
    }

    private static int[] Of(params int[] callers) => callers;
}
