using NanoStack.Kernel;
using NanoStack.Tcp;

namespace NanoStack.Sim;

/// <summary>The program at one end of a connection: writes, reads, checks what it reads, and ends it as
/// its plan says. It never waits inside a call, but for a close that lingers.</summary>
internal sealed class Endpoint
{
    /// <summary>A blocked program looks again after this even if nobody woke it.</summary>
    private const int LookAgainMs = 2000;

    /// <summary>A connection on which nothing moves for so long is stuck: TCP itself gives up within
    /// 25 minutes (fifteen retransmissions).</summary>
    private const int PatienceMs = 45 * 60 * 1000;

    public readonly Conversation Conversation;
    public readonly SimHost Host;
    public readonly EndpointPlan Plan;
    public readonly int Handle;
    public readonly TcpSock Sock;
    public readonly bool IsOpener;

    private readonly World _world;
    private readonly SimRandom _random;
    private readonly long _startMs;
    private long _movedMs;
    private long _moved;
    private bool _isConnecting;
    private bool _isReadBlocked;
    private bool _isWriteBlocked;
    private int _readTurn;
    private int _writeTurn;
    private bool _hasStalled;
    private long _stalledUntilMs;
    private long _lookAgainMs;

    public Endpoint(
        World world, Conversation conversation, SimHost host, EndpointPlan plan, int handle,
        bool isOpener)
    {
        _world = world;
        _random = world.Random;
        _startMs = world.NowMs;
        _movedMs = world.NowMs;
        _isConnecting = isOpener;
        Conversation = conversation;
        Host = host;
        Plan = plan;
        Handle = handle;
        IsOpener = isOpener;
        Sock = host.Net.Sys.Find(handle);
        NextActMs = world.NowMs;
    }

    public long NextActMs;

    public int SentBytes;
    public int ReceivedBytes;
    public bool HasShutdown;
    public bool HasEnd;
    public bool IsClosed;
    public long ClosedMs;

    /// <summary>What the connection failed with; 0 while it did not.</summary>
    public int Error;

    /// <summary>The SYNs were exchanged, as far as this end knows.</summary>
    public bool WasOpen;

    public Endpoint Peer => Conversation.Client == this ? Conversation.Server : Conversation.Client;

    /// <summary>True while the socket still serves this end, closed by its program or not.</summary>
    public bool IsLive => (Sock.Handle == Handle || Sock.Handle == Handle + TcpSock.HandleStep)
        && Sock.State != TcpState.Closed;

    private EndpointPlan PeerPlan => Conversation.ClientPlan == Plan
        ? Conversation.ServerPlan : Conversation.ClientPlan;

    /// <summary>Sets what a program sets on a new socket.</summary>
    public void SetOptions(int nowMs)
    {
        Sock.IsNoDelay = Plan.IsNoDelay;
        if (Plan.IsKeepalive)
        {
            Sock.IsKeepalive = true;
            Sock.KeepaliveIdleMs = 5000;
            Sock.KeepaliveIntervalMs = 3000;
            Host.Net.Tcp.Keepalive.Arm(Sock, nowMs);
        }
    }

    /// <summary>The host was polled: a program that waits is woken if the stack woke it.</summary>
    public void LookForWakeUp()
    {
        bool isWoken = _isReadBlocked && Sock.ReadWait.Turn != _readTurn;
        isWoken |= _isWriteBlocked && Sock.WriteWait.Turn != _writeTurn;
        if (isWoken)
        {
            _isReadBlocked = false;
            _isWriteBlocked = false;
            NextActMs = _world.NowMs < NextActMs ? _world.NowMs : NextActMs;
        }
    }

    /// <summary>Its time has come: a few calls, then the next time.</summary>
    public void Act()
    {
        if (_isConnecting && !FinishConnecting())
        {
            return;
        }

        if (!HasMoved() && _world.NowMs - _movedMs > PatienceMs)
        {
            Stuck();
            return;
        }

        if (EndsNow())
        {
            return;
        }

        bool looksAgain = _world.NowMs >= _lookAgainMs;
        bool canWrite = (looksAgain || !_isWriteBlocked) && SentBytes < Plan.TotalBytes && !HasShutdown && Error == 0
            && (Plan.Ending != EndpointPlan.AnswerLast || HasEnd);
        bool canRead = (looksAgain || !_isReadBlocked) && !HasEnd && Error == 0 && Plan.Ending != EndpointPlan.NeverReads
            && _world.NowMs >= _stalledUntilMs;
        bool hasWritten = canWrite && Write();
        bool hasRead = canRead && Error == 0 && Read();
        if (EndsNow())
        {
            return;
        }

        PlanNextAct(hasWritten || hasRead);
    }

    /// <summary>True when a byte was taken, given or acknowledged since the last look. Slow is not
    /// stuck: on a bad cable, without time stamps to measure what was sent twice, a byte may take a
    /// minute.</summary>
    private bool HasMoved()
    {
        long moved = (long)SentBytes + ReceivedBytes + Sock.BytesAcked;
        if (moved == _moved)
        {
            return false;
        }

        _moved = moved;
        _movedMs = _world.NowMs;
        return true;
    }

    private void PlanNextAct(bool isBusy)
    {
        long nowMs = _world.NowMs;
        if (isBusy)
        {
            NextActMs = nowMs + (Plan.ThinkMsMax > 0 ? _random.Below(Plan.ThinkMsMax + 1) : 0);
            return;
        }

        NextActMs = nowMs + LookAgainMs;
        _lookAgainMs = NextActMs;
        if (_stalledUntilMs > nowMs && _stalledUntilMs < NextActMs)
        {
            NextActMs = _stalledUntilMs;
        }

        bool endsByClock = Plan.Ending >= EndpointPlan.Abort && _startMs + Plan.EndAfterMs > nowMs;
        if (endsByClock && _startMs + Plan.EndAfterMs < NextActMs)
        {
            NextActMs = _startMs + Plan.EndAfterMs;
        }
    }

    /// <returns>True when the connection is open.</returns>
    private bool FinishConnecting()
    {
        if (Sock.State == TcpState.SynSent || Sock.State == TcpState.SynReceived)
        {
            if (Plan.Ending == EndpointPlan.Abort && _world.NowMs - _startMs >= Plan.EndAfterMs)
            {
                Close();
                return false;
            }

            _isWriteBlocked = true;
            _writeTurn = Sock.WriteWait.Turn;
            PlanNextAct(false);
            return false;
        }

        _isConnecting = false;
        _isWriteBlocked = false;
        if (Sock.State == TcpState.Closed && !Sock.HasFin)
        {
            Fail(Sock.TakeError());
            Close();
            return false;
        }

        WasOpen = true;
        return true;
    }

    /// <returns>True when something was written.</returns>
    private bool Write()
    {
        int left = Plan.TotalBytes - SentBytes;
        int count = 1 + _random.Below(Plan.WriteMax);
        count = count < left ? count : left;
        int flags = MsgFlags.DontWait;
        flags |= _random.Percent(Plan.MorePercent) && count < left ? MsgFlags.More : 0;
        flags |= _random.Percent(Plan.RecordPercent) ? MsgFlags.EndOfRecord : 0;
        if (Plan.CorkPercent > 0)
        {
            SetCork(_random.Percent(Plan.CorkPercent) && count < left);
        }

        bool wasBlocked = _isWriteBlocked;
        int result = Host.Send(
            Handle, Pattern.Bytes, Plan.PatternStart + SentBytes, count, flags);
        _world.NoteCall(this, "send", count, result);
        if (result == Errno.Again)
        {
            _isWriteBlocked = true;
            _writeTurn = Sock.WriteWait.Turn;
            return false;
        }

        _isWriteBlocked = false;
        if (result < 0)
        {
            Fail(result);
            return false;
        }

        _world.Check(!wasBlocked || Sock.WriteWait.Turn != _writeTurn, "a writer was not woken", this);
        _world.Check(result > 0 && result <= count, "send took " + result, this);
        SentBytes += result;
        if (SentBytes == Plan.TotalBytes && Plan.CorkPercent > 0)
        {
            SetCork(false);
        }

        return true;
    }

    private void SetCork(bool isCorked)
    {
        if (Sock.IsCorked != isCorked)
        {
            Sock.IsCorked = isCorked;
            Host.SendCheck(Sock);
        }
    }

    /// <returns>True when something was read.</returns>
    private bool Read()
    {
        if (!_hasStalled && Plan.StallAtBytes >= 0 && ReceivedBytes >= Plan.StallAtBytes)
        {
            _hasStalled = true;
            _stalledUntilMs = _world.NowMs + Plan.StallMs;
            return false;
        }

        bool wasBlocked = _isReadBlocked;
        int count = 1 + _random.Below(Plan.ReadMax);
        int flags = MsgFlags.DontWait | (_random.Percent(2) ? MsgFlags.Peek : 0);
        byte[] buffer = _world.ReadBuffer;
        int result = Host.Receive(Handle, buffer, count, flags);
        _world.NoteCall(this, "recv", count, result);
        if (result == Errno.Again)
        {
            _isReadBlocked = true;
            _readTurn = Sock.ReadWait.Turn;
            return false;
        }

        _isReadBlocked = false;
        if (result < 0)
        {
            Fail(result);
            return false;
        }

        _world.Check(!wasBlocked || Sock.ReadWait.Turn != _readTurn, "a reader was not woken", this);
        if (result == 0)
        {
            End();
            return true;
        }

        CheckRead(buffer, result);
        if ((flags & MsgFlags.Peek) == 0)
        {
            ReceivedBytes += result;
            _world.Delivered(result);
        }

        return true;
    }

    private void CheckRead(byte[] buffer, int count)
    {
        EndpointPlan peer = PeerPlan;
        int sent = Peer == null ? 0 : Peer.SentBytes;
        _world.Check(ReceivedBytes + count <= sent, "more bytes than were sent", this);
        int wrong = Pattern.Compare(buffer, 0, peer.PatternStart + ReceivedBytes, count);
        _world.Check(wrong < 0, "wrong byte in the stream", this);
    }

    /// <summary>The end of the stream: all that was sent must be here, and the sender be done.</summary>
    private void End()
    {
        HasEnd = true;
        Endpoint peer = Peer;
        bool isTrue = peer != null && (peer.HasShutdown || peer.IsClosed);
        _world.Check(isTrue, "end without FIN", this);
        bool isWhole = ReceivedBytes == peer.SentBytes || Conversation.HasGhost;
        _world.Check(isWhole, "the stream ended early", this);
        if (Plan.Ending == EndpointPlan.CloseAtOnce)
        {
            Close();
        }
    }

    /// <summary>Does what ends the connection, if its time has come.</summary>
    /// <returns>True when the program is done with it.</returns>
    private bool EndsNow()
    {
        if (IsClosed)
        {
            return true;
        }

        bool isAllSent = SentBytes == Plan.TotalBytes;
        bool isTime = _world.NowMs - _startMs >= Plan.EndAfterMs;
        switch (Plan.Ending)
        {
            case EndpointPlan.ShutdownFirst:
            case EndpointPlan.NeverReads:
                if (isAllSent && !HasShutdown && Error == 0)
                {
                    HasShutdown = true;
                    Host.Shutdown(Handle);
                    _world.NoteCall(this, "shutdown", 0, 0);
                }

                bool isBored = Plan.Ending == EndpointPlan.NeverReads && HasShutdown && isTime;
                return (HasEnd && HasShutdown) || isBored || Error != 0 ? Close() : false;

            case EndpointPlan.AnswerLast:
                return (HasEnd && isAllSent) || Error != 0 ? Close() : false;

            case EndpointPlan.CloseAtOnce:
                return isAllSent || Error != 0 ? Close() : false;

            default:
                return isTime || Error != 0 ? Close() : false;
        }
    }

    private void Stuck()
    {
        _world.Check(Conversation.IsExcused, "stuck", this);
        Close();
    }

    private void Fail(int error)
    {
        Error = error;
        _world.NoteCall(this, "failed", 0, error);
        _world.Failed(this);
    }

    private bool Close()
    {
        if (IsClosed)
        {
            return true;
        }

        IsClosed = true;
        ClosedMs = _world.NowMs;
        bool isAbort = Plan.Ending == EndpointPlan.Abort;
        Sock.IsLinger = isAbort || Plan.LingerSeconds > 0;
        Sock.LingerMs = isAbort ? 0 : Plan.LingerSeconds * 1000;
        _world.NoteCall(this, isAbort ? "abort" : "close", Plan.LingerSeconds, 0);
        _world.Closing(this);
        Host.Close(Handle);
        return true;
    }
}
