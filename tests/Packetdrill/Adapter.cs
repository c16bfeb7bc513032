using System;
using System.Collections.Generic;
using System.IO;
using System.Security.Cryptography;
using System.Threading;
using NanoStack.Kernel;
using NanoStack.Sockets;
using NanoStack.Tcp;

namespace NanoStack.Packetdrill;

/// <summary>One run of a script: a stack in virtual time, its descriptors, and who waits.</summary>
/// <remarks>
/// packetdrill enters with at most two threads: one parked in a blocking call, one that delivers
/// packets and time. One gate guards all; a blocking call waits on it and looks again whenever
/// something happened. Time does not pass while a call that can go on has not come back to
/// packetdrill, or its return would be stamped late.
/// </remarks>
internal sealed class Adapter
{
    /// <summary>How long a silence may last before the script is told that nothing comes.</summary>
    private const long SilenceUsecsMax = 400_000_000;

    /// <summary>Real time that a woken thread gets to come back to packetdrill.</summary>
    private const int ReturnMsMax = 200;

    /// <summary>Real time that packetdrill gets to note the result of a call that came back.</summary>
    private const int NoteMs = 10;

    private readonly object _gate = new object();
    private readonly Dictionary<int, Descriptor> _descriptors = new Dictionary<int, Descriptor>();
    private readonly Dictionary<int, EpollSet> _epolls = new Dictionary<int, EpollSet>();
    private readonly VirtualTime _time = new VirtualTime();
    private readonly ScriptDevice _device;
    private readonly Net _net;
    private readonly IPAddress _mask;
    private int _changes;
    private int _waiting;
    private int _looked;
    private int _returning;
    private bool _hasReturned;
    private readonly int _mainThread = Environment.CurrentManagedThreadId;

    public Adapter(string flags)
    {
        Limits limits = Profile();
        _device = new ScriptDevice(_time);
        _net = new Net(limits, _time, new SystemEntropy());
        _net.AddDevice(_device);
        string address = Option(flags, "ip", FromCommandLine("--local_ip=") ?? "192.168.0.1");
        string mask = Option(flags, "mask", "255.255.0.0");
        _mask = IPAddress.Parse(mask);
        SetAddress(IPAddress.Parse(address));
        _net.Seal();
        lock (_gate)
        {
            Poll();
        }
    }

    public Net Net => _net;

    private bool IsMainThread => Environment.CurrentManagedThreadId == _mainThread;

    public object Gate => _gate;

    public int NowMs => _time.NowMs();

    /// <summary>The set-up's low-water mark; -1 is no limit: it is compared signed.</summary>
    public int NotSentLowWater => SysCtl("tcp_notsent_lowat", -1);

    /// <summary>A new descriptor; the number is a real one, since packetdrill closes it.</summary>
    public Descriptor Open()
    {
        ReadSysCtls();
        int handle = _net.Sys.Create();
        if (handle < 0)
        {
            return null;
        }

        SetDefaults(_net.Sys.Find(handle));
        return Add(handle);
    }

    public Descriptor Add(int handle)
    {
        Descriptor descriptor = new Descriptor(Libc.OpenNull(), handle, _net.Sys.Find(handle));
        _descriptors[descriptor.Number] = descriptor;
        return descriptor;
    }

    public Descriptor Find(int number)
    {
        return _descriptors.TryGetValue(number, out Descriptor found) ? found : null;
    }

    public void Remove(Descriptor descriptor)
    {
        _descriptors.Remove(descriptor.Number);
        foreach (EpollSet set in _epolls.Values)
        {
            set.Forget(descriptor);
        }

        Libc.Close(descriptor.Number);
    }

    public EpollSet OpenEpoll()
    {
        EpollSet set = new EpollSet(Libc.OpenNull());
        _epolls[set.Number] = set;
        return set;
    }

    public EpollSet FindEpoll(int number)
    {
        return _epolls.TryGetValue(number, out EpollSet found) ? found : null;
    }

    public bool CloseEpoll(int number)
    {
        return _epolls.Remove(number) && Libc.Close(number) == 0;
    }

    /// <summary>Lets the stack do what there is to do now, and whoever waits look again.</summary>
    public void Poll()
    {
        for (int i = 0; i < 1000 && _net.Poll(NowMs) - NowMs <= 0; i++)
        {
        }

        Changed();
    }

    /// <summary>Something happened: waiting calls look again, and this one waits for them.</summary>
    public void Changed()
    {
        _changes++;
        foreach (EpollSet set in _epolls.Values)
        {
            set.Look();
        }

        Monitor.PulseAll(_gate);
        Settle();
    }

    /// <summary>Waits, in a blocking call, until something happened or virtual time is over.</summary>
    /// <returns>False when time is over.</returns>
    public bool WaitForChange(long deadlineUsecs)
    {
        if (deadlineUsecs != long.MaxValue && _time.Usecs >= deadlineUsecs)
        {
            return false;
        }

        if (IsMainThread)
        {
            Step(deadlineUsecs);            // who delivers packets waits itself: only timers are left
            return true;
        }

        int seen = _changes;
        _waiting++;
        _looked++;
        Monitor.PulseAll(_gate);
        while (seen == _changes)
        {
            Monitor.Wait(_gate);
        }

        _waiting--;
        return true;
    }

    /// <summary>When a blocking call ends whose time-out is so many milliseconds; -1 never, unless it
    /// keeps the script itself from going on.</summary>
    public long DeadlineUsecs(int timeoutMs)
    {
        return timeoutMs >= 0 ? _time.Usecs + (timeoutMs * 1000L)
            : IsMainThread ? _time.Usecs + SilenceUsecsMax : long.MaxValue;
    }

    /// <summary>A blocking call that waited comes back to packetdrill.</summary>
    public void BeginReturn()
    {
        _returning++;
        Monitor.PulseAll(_gate);
    }

    /// <summary>packetdrill's clock. It moves a little with every look, or its spins would not end.</summary>
    public long GetTime()
    {
        if (_returning > 0)
        {
            _returning = 0;
            _hasReturned = true;
            Monitor.PulseAll(_gate);
        }

        _time.Advance(1);
        return _time.Usecs;
    }

    /// <summary>Time passes, timer by timer.</summary>
    public void Sleep(long usecs)
    {
        Settle();
        if (_hasReturned)
        {
            _hasReturned = false;           // packetdrill still notes the call's result
            Monitor.Wait(_gate, NoteMs);
        }

        long endUsecs = _time.Usecs + usecs;
        while (_time.Usecs < endUsecs)
        {
            Step(endUsecs);
        }

        Poll();
    }

    public void NetdevSend(ReadOnlySpan<byte> datagram)
    {
        _device.Arrive(datagram);
        Poll();
    }

    /// <summary>The script binds to the address packetdrill chose for it: that is ours.</summary>
    public void Adopt(uint address)
    {
        if (address != 0 && !_net.Route.IsLocal(address))
        {
            SetAddress(IPAddress.FromValue(address));
        }
    }

    private void SetAddress(IPAddress address)
    {
        _net.SetAddress(_device, address, _mask, Gateway(address, _mask));
    }

    /// <summary>The next datagram the stack sends, now or when its timers say so.</summary>
    /// <returns>Null: nothing comes.</returns>
    public ScriptDevice.Datagram NetdevReceive()
    {
        Settle();
        long endUsecs = _time.Usecs + SilenceUsecsMax;
        while (!_device.HasOut && _time.Usecs < endUsecs)
        {
            Step(endUsecs);
            Poll();
        }

        return _device.HasOut ? _device.TakeOut() : null;
    }

    private void Step(long endUsecs)
    {
        int nextMs = _net.Poll(NowMs);
        long leftUsecs = endUsecs - _time.Usecs;
        long stepUsecs = ((nextMs - NowMs) * 1000L) - (_time.Usecs % 1000);
        stepUsecs = stepUsecs < 1 ? 1 : stepUsecs;
        _time.Advance(stepUsecs < leftUsecs ? stepUsecs : leftUsecs);
        if (_waiting > 0)
        {
            Changed();
        }
    }

    /// <summary>Gives every waiting call the chance to look, and one that can go on the chance to be
    /// back in packetdrill before time passes.</summary>
    private void Settle()
    {
        long endMs = Environment.TickCount64 + ReturnMsMax;
        int waiting = _waiting;
        if (waiting > 0)
        {
            int before = _looked;
            Monitor.PulseAll(_gate);
            while (_looked == before && _returning == 0 && Environment.TickCount64 < endMs
                && Monitor.Wait(_gate, 5))
            {
            }
        }

        while (_returning > 0 && Environment.TickCount64 < endMs)
        {
            Monitor.Wait(_gate, 5);
        }

        _returning = 0;
    }

    /// <summary>What Linux has by default where scripts look: large buffers, and RFC 6928's window.</summary>
    private static Limits Profile()
    {
        Limits limits = Limits.Large();
        limits.TcpConnectionCount = 8;
        limits.TcpListenerCount = 4;
        limits.TcpSendRingBytes = 1 << 22;
        limits.TcpReceiveRingBytes = 1 << 23;
        limits.TcpWriteQueueCount = 2048;
        limits.TcpGapCount = 64;
        limits.SkbFrameBytes = 65600;
        limits.SkbFrameCount = 16;
        limits.SocketTimeoutMs = -1;
        return limits;
    }

    /// <summary>What a script's set-up told the kernel is told to us, before a socket is made.</summary>
    private void ReadSysCtls()
    {
        Limits limits = _net.Context.Limits;
        limits.TcpSynRetries = SysCtl("tcp_syn_retries", 5);
        limits.TcpTimestamps = SysCtl("tcp_timestamps", 1) != 0;
        limits.TcpSack = SysCtl("tcp_sack", 1) != 0;
        limits.TcpWindowScaling = SysCtl("tcp_window_scaling", 1) != 0;
    }

    /// <summary>Every socket begins with the set-up's send buffer and low-water mark.</summary>
    private void SetDefaults(TcpSock sock)
    {
        sock.SendBufferBytes = SysCtl("tcp_wmem", 0, 1);
        sock.NotSentLowWater = NotSentLowWater;
    }

    private static int SysCtl(string name, int fallback, int word = 0)
    {
        string path = "/proc/sys/net/ipv4/" + name;
        string text = File.Exists(path) ? File.ReadAllText(path) : "";
        string[] words = text.Split((char[])null, StringSplitOptions.RemoveEmptyEntries);
        return word < words.Length && long.TryParse(words[word], out long value)
            ? (int)value : fallback;
    }

    private static IPAddress Gateway(IPAddress address, IPAddress mask)
    {
        uint host = address.Value & ~mask.Value;
        return IPAddress.FromValue((address.Value & mask.Value) | (host == 2 ? 3u : 2u));
    }

    /// <summary>What packetdrill itself was told; null when it was not.</summary>
    private static string FromCommandLine(string prefix)
    {
        foreach (string part in File.ReadAllText("/proc/self/cmdline").Split('\0'))
        {
            if (part.StartsWith(prefix, StringComparison.Ordinal))
            {
                return part.Substring(prefix.Length);
            }
        }

        return null;
    }

    /// <summary>The value of <c>name=value</c> in a list with commas between.</summary>
    private static string Option(string flags, string name, string fallback)
    {
        foreach (string part in flags.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part.StartsWith(name + "=", StringComparison.Ordinal))
            {
                return part.Substring(name.Length + 1);
            }
        }

        return fallback;
    }

    private sealed class SystemEntropy : Entropy
    {
        public override uint Next32() => BitConverter.ToUInt32(RandomNumberGenerator.GetBytes(4));
    }
}
