using System;
using NanoStack.Kernel;
using NanoStack.Tcp;
using NanoStack.Wire;

namespace NanoStack.Sim;

/// <summary>One run: hosts, a cable, connections between them, and time. A function of its seed.</summary>
internal sealed class World
{
    /// <summary>Steps without time going by: more is a loop.</summary>
    private const int StepsInOneMomentMax = 50000;

    /// <summary>How long everything may take to be over after the last program is done.</summary>
    private const long QuietMsMax = 4L * 3600 * 1000;

    public readonly ulong Seed;
    public readonly SimRandom Random;
    public readonly CableFaults Faults;
    public readonly Cable Cable;
    public readonly SimHost[] Hosts;
    public readonly SimLog Log;
    public readonly WorldStats Stats;
    public readonly byte[] ReadBuffer = new byte[8192];

    private readonly Director _director;
    private readonly Network _network;
    private readonly bool _checksAllocation;
    private int _stepsNow;

    public World(
        ulong seed, FrameStore store, WorldStats stats, SimLog log, bool checksAllocation)
    {
        Seed = seed;
        Random = new SimRandom(seed);
        Stats = stats;
        Log = log;
        _checksAllocation = checksAllocation && !log.IsOn;
        Faults = new CableFaults(Random.Fork());
        Cable = new Cable(this, Faults, Random.Fork(), store);
        Hosts = new SimHost[Random.Percent(85) ? 2 : 3];
        for (int i = 0; i < Hosts.Length; i++)
        {
            Hosts[i] = new SimHost(this, i, Random.Fork());
        }

        _network = new Network(this);
        _director = new Director(this, Random.Fork());
    }

    /// <summary>Milliseconds since the run began.</summary>
    public long NowMs { get; private set; }

    public Director Director => _director;

    /// <summary>Runs until all is over. Throws a <see cref="Violation"/>.</summary>
    public void Run()
    {
        try
        {
            if (Log.IsOn)
            {
                LogPlan();
            }

            _director.Begin();
            while (!_director.IsOver)
            {
                Step(long.MaxValue, true);
            }

            Quiet();
        }
        finally
        {
            Stats.VirtualMs += NowMs;
            Cable.Clear();
            for (int i = 0; i < Hosts.Length; i++)
            {
                Hosts[i].Device.Drain();
            }
        }
    }

    /// <summary>A step of the network while a program waits inside a call.</summary>
    public void StepWithoutPrograms(long limitMs)
    {
        Step(limitMs, false);
    }

    /// <summary>A frame leaves a host.</summary>
    public void Sent(SimHost from, Frame frame, long leavesMs)
    {
        _network.Sent(from, frame, leavesMs);
    }

    /// <summary>A frame's way ends at its host.</summary>
    public void Arrived(Frame frame)
    {
        _network.Arrived(frame);
    }

    public void Delivered(int bytes)
    {
        Stats.Bytes += bytes;
    }

    public void Failed(Endpoint endpoint)
    {
        _director.Failed(endpoint);
    }

    public void Closing(Endpoint endpoint)
    {
        _director.Closing(endpoint);
    }

    // --- Checks and words ------------------------------------------------------------------------

    public void Check(bool isTrue, string what, Endpoint endpoint)
    {
        if (!isTrue)
        {
            TcpSock sock = endpoint.Sock;
            throw new Violation(
                "connection " + endpoint.Conversation.Number + ", host " + endpoint.Host.Index
                + ", port " + sock.LocalPort + ">" + sock.RemotePort + " "
                + TcpStates.NameOf(sock.State) + ": " + what + " (sent " + endpoint.SentBytes
                + " of " + endpoint.Plan.TotalBytes + ", received " + endpoint.ReceivedBytes
                + ", error " + endpoint.Error + ")");
        }
    }

    public void Check(bool isTrue, string what, SimHost host)
    {
        if (!isTrue)
        {
            throw new Violation("host " + host.Index + ": " + what);
        }
    }

    /// <summary>Nothing was allocated since.</summary>
    public void CheckAllocation(long before)
    {
        if (_checksAllocation)
        {
            long bytes = GC.GetAllocatedBytesForCurrentThread() - before;
            if (bytes != 0)
            {
                throw new Violation(bytes + " bytes allocated after Seal");
            }
        }
    }

    public void Note(string what, Frame frame)
    {
        if (Log.IsOn)
        {
            Log.Add(NowMs, what + " " + FrameText.Of(frame));
        }
    }

    public void NoteCall(Endpoint endpoint, string call, int argument, int result)
    {
        if (Log.IsOn && result != Errno.Again)
        {
            Log.Add(
                NowMs, "host " + endpoint.Host.Index + " connection "
                + endpoint.Conversation.Number + " :" + endpoint.Sock.LocalPort + " " + call + " "
                + argument + " = " + result + " in " + TcpStates.NameOf(endpoint.Sock.State));
        }
    }

    public void Note(string text)
    {
        if (Log.IsOn)
        {
            Log.Add(NowMs, text);
        }
    }

    // --- Time ------------------------------------------------------------------------------------

    private void Step(long limitMs, bool runsPrograms)
    {
        long nextMs = Math.Min(Cable.NextMs, limitMs);
        nextMs = Math.Min(nextMs, _director.NextEventMs);
        if (runsPrograms)
        {
            nextMs = Math.Min(nextMs, _director.NextProgramMs());
        }

        for (int i = 0; i < Hosts.Length; i++)
        {
            nextMs = Math.Min(nextMs, Hosts[i].NextPollMs);
        }

        Advance(nextMs);
        Stats.Steps++;
        for (Frame frame = Cable.TakeArrived(NowMs); frame != null;
            frame = Cable.TakeArrived(NowMs))
        {
            Arrived(frame);
        }

        _director.RunEvents();
        if (runsPrograms)
        {
            _director.RunPrograms();
        }

        for (int i = 0; i < Hosts.Length; i++)
        {
            if (Hosts[i].NextPollMs <= NowMs)
            {
                Hosts[i].Poll();
                _director.Polled(Hosts[i]);
            }
        }

        _network.CheckPairs();
    }

    private void Advance(long nextMs)
    {
        if (nextMs > NowMs)
        {
            NowMs = nextMs;
            _stepsNow = 0;
            return;
        }

        _stepsNow++;
        if (_stepsNow > StepsInOneMomentMax)
        {
            throw new Violation("time stands still");
        }
    }

    /// <summary>Nobody uses the stacks any more: every connection ends, all comes home.</summary>
    private void Quiet()
    {
        Note("quiet");
        _director.CloseListeners();
        long endMs = NowMs + QuietMsMax;
        while (true)
        {
            string remains = null;
            for (int i = 0; i < Hosts.Length; i++)
            {
                string found = Hosts[i].Checker.FindRemains();
                remains = found == null ? remains : "host " + i + " keeps " + found;
            }

            if (remains == null)
            {
                return;
            }

            if (NowMs >= endMs)
            {
                throw new Violation("after four hours " + remains);
            }

            Step(endMs, true);
        }
    }

    private void LogPlan()
    {
        Log.Add(0, Faults.ToString());
        for (int i = 0; i < Hosts.Length; i++)
        {
            Log.Add(0, "host " + i + ": " + Hosts[i].Plan.ToString());
        }
    }
}
