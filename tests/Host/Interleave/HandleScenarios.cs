using System;
using System.Reflection;
using NanoStack.Hal.Host;
using NanoStack.Ip;
using NanoStack.Kernel;
using NanoStack.Skb;
using NanoStack.Sockets;
using NanoStack.Tcp;
using NanoStack.Tests.Host.Hal;
using NanoStack.Wire;

namespace NanoStack.Tests.Host.Interleave;

/// <summary>A whole stack without a device, with so few sockets that a new one is an old one.</summary>
internal abstract class NetScenario : Scenario
{
    protected Net Net { get; private set; }

    protected SysSocket Sys => Net.Sys;

    public override void Build()
    {
        Limits limits = Limits.Small();
        limits.TcpListenerCount = SocketCount - 1;
        limits.TcpTimeWaitCount = 1;
        limits.PortMin = 5000;
        limits.PortMax = 5000;
        Net = new Net(limits, new HalClock(), new SeededEntropy(1), new InterruptMask(), null);
        BuildThreads();
    }

    protected virtual int SocketCount => 1;

    protected abstract void BuildThreads();

    protected TcpSock New(TcpState state)
    {
        TcpSock sock = Sys.Find(Sys.Create());
        sock.State = state;
        return sock;
    }

    /// <summary>The one socket there is, once nobody is at it any more.</summary>
    protected int CreateNext()
    {
        int handle = Sys.Create();
        while (handle < 0)
        {
            SpinLock.Relax(0);
            handle = Sys.Create();
        }

        return handle;
    }
}

/// <summary>An option is set on a socket, while another thread closes it and opens the next one: it is
/// set before the close, or not at all.</summary>
internal sealed class OptionScenario : NetScenario
{
    private int _next;

    public override void Check()
    {
        Require(
            Sys.GetOption(_next, InetOption.Ttl) == InetSock.TtlDefault, "an option hit the next");
    }

    protected override void BuildThreads()
    {
        int old = New(TcpState.SynSent).Handle;
        Add("caller", () => Sys.SetOption(old, InetOption.Ttl, 7));
        Add("closer", () =>
        {
            Sys.Close(old);
            _next = CreateNext();
        });
    }
}

/// <summary>The same with a read: the next one's byte is its own.</summary>
internal sealed class ReadScenario : NetScenario
{
    private int _next;
    private int _received;

    public override void Check()
    {
        Require(_received < 0, "read " + _received + " bytes of the next");
        Require(Sys.Find(_next).ReadableBytes == 1, "the byte of the next is gone");
    }

    protected override void BuildThreads()
    {
        int old = New(TcpState.SynSent).Handle;
        Add("caller", () =>
            _received = Sys.ReceiveFrom(old, new byte[1], 0, 1, MsgFlags.DontWait));
        Add("closer", () =>
        {
            Sys.Close(old);
            _next = CreateNext();
            TcpSock sock = Sys.Find(_next);
            Net.Tcp.Table.AttachRings(sock);
            sock.State = TcpState.CloseWait;            // has a byte to read
            sock.RcvNxt = 1;
        });
    }
}

/// <summary>Two threads close a socket, and one of them opens the next at once.</summary>
internal sealed class TwoClosesScenario : NetScenario
{
    private int _next;
    private int _closed;

    public override void Check()
    {
        Require(_closed == 1, "closed " + _closed + " times");
        Require(Sys.Find(_next) != null && Sys.Find(_next).HasUser, "the next one was closed");
    }

    protected override void BuildThreads()
    {
        int old = New(TcpState.SynSent).Handle;
        _closed = 0;
        _next = -1;
        Add("first", () =>
        {
            Count(Sys.Close(old));
            _next = CreateNext();
        });
        Add("second", () => Count(Sys.Close(old)));
    }

    private void Count(int result)
    {
        _closed += result == 0 ? 1 : 0;
    }
}

/// <summary>Close under a call that waits; that a wake-up ends every sleep, <see cref="OneWakeScenario"/>
/// has.</summary>
internal sealed class CloseUnderACallScenario : NetScenario
{
    private int _told;

    public override void Check()
    {
        Require(_told == Errno.ConnAborted || _told == Errno.BadFile, "told: " + _told);
    }

    protected override void BuildThreads()
    {
        int handle = New(TcpState.SynSent).Handle;
        Add("reader", () => _told = Sys.ReceiveFrom(handle, new byte[1], 0, 1, 0));
        Add("closer", () => Sys.Close(handle));
    }
}

/// <summary>The collector finds two sockets that nobody holds, while a user needs one and looks for
/// such, as the poller does.</summary>
internal sealed class AbandonedScenario : NetScenario
{
    private readonly int[] _old = new int[2];
    private int _next;

    public override void Check()
    {
        if (Net.Context.Marks.HasAbandoned)
        {
            Net.Tcp.Close.CloseAbandoned(0);            // the next poll
        }

        Require(Sys.Find(_old[0]) == null, "the first is still open");
        Require(Sys.Find(_old[1]) == null, "the second is still open");
        Require(_next < 0 || Sys.Find(_next) != null, "the next one was closed");
    }

    protected override int SocketCount => 2;

    protected override void BuildThreads()
    {
        _old[0] = New(TcpState.SynSent).Handle;
        _old[1] = New(TcpState.SynSent).Handle;
        SocketOwner first = Owner(_old[0]);
        SocketOwner second = Owner(_old[1]);
        Add("collector", () =>
        {
            Finalize(first);
            Finalize(second);
        });
        Add("user", () => _next = Sys.Create());
    }

    private SocketOwner Owner(int handle)
    {
        SocketOwner owner = new SocketOwner(Net.Context.Marks, handle);
        GC.SuppressFinalize(owner);                     // the scenario's thread does it
        return owner;
    }

    private static void Finalize(SocketOwner owner)
    {
        typeof(SocketOwner).GetMethod("Finalize", BindingFlags.Instance | BindingFlags.NonPublic)!
            .Invoke(owner, null);
    }
}

/// <summary>Two threads bind one port, by its number or as the only one that is left.</summary>
internal sealed class TwoBindsScenario : NetScenario
{
    private readonly int[] _told = new int[2];

    public override void Check()
    {
        int bound = 0;
        for (int i = 0; i < Net.Tcp.Table.Count; i++)
        {
            bound += Net.Tcp.Table.At(i).LocalPort == 80 ? 1 : 0;
        }

        Require(bound == 1, "bound: " + bound);
        Require((_told[0] == 0) != (_told[1] == 0), "told: " + _told[0] + ", " + _told[1]);
    }

    protected override int SocketCount => 2;

    protected override void BuildThreads()
    {
        for (int i = 0; i < _told.Length; i++)
        {
            int k = i;
            int handle = Sys.Create();
            Add("user " + i, () => _told[k] = Sys.Bind(handle, 0, 80));
        }
    }
}

/// <summary>The same for the last ephemeral port.</summary>
internal sealed class TwoAutobindsScenario : NetScenario
{
    private readonly int[] _told = new int[2];

    public override void Check()
    {
        Require(
            (_told[0] == 0) != (_told[1] == 0), "one port for two: " + _told[0] + ", " + _told[1]);
    }

    protected override int SocketCount => 2;

    protected override void BuildThreads()
    {
        for (int i = 0; i < _told.Length; i++)
        {
            int k = i;
            int handle = Sys.Create();
            Add("user " + i, () => _told[k] = Sys.Listen(handle, 1));
        }
    }
}

/// <summary>A user asks how much there is to read, while the FIN comes in.</summary>
internal sealed class AvailableScenario : NetScenario
{
    private int _available;

    public override void Check()
    {
        Require(_available == 0, "available: " + _available);
    }

    protected override void BuildThreads()
    {
        TcpSock sock = New(TcpState.Established);
        int handle = sock.Handle;
        Net.Tcp.Table.AttachRings(sock);
        SkBuff fin = Net.Pool.AllocFrame();
        fin.TcpFlags = TcpHeader.Fin | TcpHeader.Ack;
        fin.SeqEnd = fin.SeqStart + 1;
        Add("user", () => _available = Sys.GetOption(handle, InetOption.Available));
        Add("poller", () =>
        {
            sock.Lock();
            Net.Tcp.Data.Receive(sock, fin, 0);
            sock.Release(0);
        });
    }
}

/// <summary>The one entry of TIME_WAIT is looked at, by a segment or by the clock, while another connection
/// takes its place.</summary>
internal abstract class TimeWaitScenario : NetScenario
{
    protected const uint Us = 0x0A000002;
    protected const uint Peer = 0x0A000001;
    protected const int OldPort = 7000;
    protected const int OurPort = 80;

    private const int NewPort = 7001;

    public override void Check()
    {
        Require(
            Net.Tcp.TimeWait.IsUsed(Us, OurPort, Peer, NewPort), "the new entry is gone");
        Require(
            !Net.Tcp.TimeWait.IsUsed(Us, OurPort, Peer, OldPort), "the old entry is there again");
    }

    protected override int SocketCount => 2;

    protected override void BuildThreads()
    {
        TcpSock listener = New(TcpState.Listen);
        listener.LocalPort = OurPort;
        TcpSock sock = New(TcpState.FinWait2);
        sock.LocalAddress = Us;
        sock.RemoteAddress = Peer;
        sock.LocalPort = OurPort;
        sock.RemotePort = OldPort;
        Net.Tcp.TimeWait.Add(sock, false, 0);
        sock.RemotePort = NewPort;
        sock.SndNxt = 1000;
        Add("poller", Look);
        Add("closer", () => Net.Tcp.TimeWait.Add(sock, false, Limits.Default().TcpTimeWaitMs));
    }

    protected abstract void Look();
}

/// <summary>A SYN that would take the entry over.</summary>
internal sealed class TimeWaitSegmentScenario : TimeWaitScenario
{
    private SkBuff _syn;

    protected override void BuildThreads()
    {
        base.BuildThreads();
        _syn = Net.Pool.AllocFrame();
        _syn.TcpFlags = TcpHeader.Syn;
        _syn.TransportAt = _syn.DataAt;
        TcpHeader.Write(
            _syn.Head, _syn.TransportAt, OldPort, OurPort, 5000, 0, TcpHeader.LengthMin,
            TcpHeader.Syn, 0, 0);
        _syn.SeqStart = 5000;
        _syn.SeqEnd = 5001;
    }

    protected override void Look()
    {
        Net.Tcp.TimeWait.SegmentArrives(_syn, Us, OurPort, Peer, OldPort, 0);
    }
}

/// <summary>Its time is over.</summary>
internal sealed class TimeWaitTimerScenario : TimeWaitScenario
{
    protected override void Look()
    {
        Net.Tcp.TimeWait.RunTimers(Limits.Default().TcpTimeWaitMs);
    }
}
