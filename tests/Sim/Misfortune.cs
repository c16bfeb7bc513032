using System;
using System.Collections.Generic;
using NanoStack.Tcp;

namespace NanoStack.Sim;

/// <summary>What happens to hosts: clocks that begin at awkward moments and jump, links that go and
/// come, DMA that stalls, listeners that are closed and opened again, a blind attacker.</summary>
internal sealed class Misfortune
{
    /// <summary>ISNs move by so many a ms (RFC 6528; TcpSecrets).</summary>
    private const uint IsnTicksPerMs = 250;

    private readonly World _world;
    private readonly CableFaults _faults;
    private readonly SimRandom _random;
    private readonly Attacker _attacker;
    private readonly long[] _linkUpMs;
    private long _nextFlapMs;
    private long _nextStallMs;
    private long _nextJumpMs;
    private long _nextAttackMs;
    private long _nextListenerMs;

    public Misfortune(World world, SimRandom random)
    {
        _world = world;
        _faults = world.Faults;
        _random = random;
        _attacker = new Attacker(world, random.Fork());
        _linkUpMs = new long[world.Hosts.Length];
        Array.Fill(_linkUpMs, long.MaxValue);
    }

    /// <summary>Local port of the first connection, whose sequence numbers will wrap; 0 for none.</summary>
    public int AimedPort { get; private set; }

    public long NextMs
    {
        get
        {
            long nextMs = Math.Min(_nextFlapMs, _nextStallMs);
            nextMs = Math.Min(nextMs, Math.Min(_nextJumpMs, _nextAttackMs));
            nextMs = Math.Min(nextMs, _nextListenerMs);
            for (int i = 0; i < _linkUpMs.Length; i++)
            {
                nextMs = Math.Min(nextMs, _linkUpMs[i]);
            }

            return nextMs;
        }
    }

    public void Begin()
    {
        AimedPort = _random.Percent(60) ? _random.Between(2000, 29000) : 0;
        SimHost[] hosts = _world.Hosts;
        for (int i = 0; i < hosts.Length; i++)
        {
            SetClock(i);
            hosts[i].Start();
        }

        _nextFlapMs = Next(_faults.FlapEveryMs);
        _nextStallMs = Next(_faults.StallEveryMs);
        _nextJumpMs = Next(_faults.JumpEveryMs);
        _nextAttackMs = Next(_faults.AttackEveryMs);
        _nextListenerMs = Next(_faults.ListenerEveryMs);
    }

    /// <summary>No more of it, and what is broken is mended.</summary>
    public void Stop()
    {
        _nextFlapMs = long.MaxValue;
        _nextStallMs = long.MaxValue;
        _nextJumpMs = long.MaxValue;
        _nextAttackMs = long.MaxValue;
        _nextListenerMs = long.MaxValue;
    }

    public void Run()
    {
        long nowMs = _world.NowMs;
        for (int i = 0; i < _linkUpMs.Length; i++)
        {
            if (_linkUpMs[i] <= nowMs)
            {
                _linkUpMs[i] = long.MaxValue;
                SetLink(_world.Hosts[i], true);
            }
        }

        if (_nextFlapMs <= nowMs)
        {
            _nextFlapMs = Next(_faults.FlapEveryMs);
            int at = _random.Below(_world.Hosts.Length);
            _linkUpMs[at] = nowMs + _random.Between(1, _faults.FlapMsMax);
            SetLink(_world.Hosts[at], false);
        }

        if (_nextStallMs <= nowMs)
        {
            _nextStallMs = Next(_faults.StallEveryMs);
            OneHost().Device.StalledUntilMs = nowMs + _random.Between(1, _faults.StallMsMax);
        }

        if (_nextJumpMs <= nowMs)
        {
            _nextJumpMs = Next(_faults.JumpEveryMs);
            Jump(OneHost());
        }

        if (_nextAttackMs <= nowMs)
        {
            _nextAttackMs = Next(_faults.AttackEveryMs);
            _attacker.Attack();
        }

        if (_nextListenerMs <= nowMs)
        {
            _nextListenerMs = Next(_faults.ListenerEveryMs);
            OneHost().ToggleListener(_random.Below(SimHost.ListenerCount));
        }
    }

    private SimHost OneHost() => _world.Hosts[_random.Below(_world.Hosts.Length)];

    private long Next(int everyMs) => CableFaults.NextOf(_random, everyMs, _world.NowMs);

    private void SetLink(SimHost host, bool isUp)
    {
        _world.Note("host " + host.Index + (isUp ? " link up" : " link down"));
        host.Device.SetLink(isUp);
        host.Interrupt(_world.NowMs);
    }

    /// <summary>The clock steps forward: a debugger held the device, or it slept.</summary>
    private void Jump(SimHost host)
    {
        int byMs = _random.Between(1, _faults.JumpMsMax);
        _world.Note("host " + host.Index + " clock jumps by " + byMs);
        host.Clock.OffsetMs += byMs;
        host.Interrupt(_world.NowMs);
    }

    /// <summary>Where a clock begins: anywhere, just before its own wrap, or where the sequence numbers
    /// of the first connection pass 2^32 or 2^31.</summary>
    private void SetClock(int index)
    {
        SimHost host = _world.Hosts[index];
        int kind = _random.Below(3);
        host.Clock.OffsetMs = (int)_random.Next32();
        if (kind == 0)
        {
            int beforeMs = _random.Skewed(100000);
            host.Clock.OffsetMs = _random.Percent(50) ? int.MaxValue - beforeMs : -beforeMs;
        }

        if (AimedPort == 0 || index > 1)
        {
            return;
        }

        SimHost other = _world.Hosts[1 - index];
        int localPort = index == 0 ? AimedPort : host.PortOf(0);
        int remotePort = index == 0 ? other.PortOf(0) : AimedPort;
        uint hash = host.Net.Tcp.Secrets.InitialSequence(
            host.Ip, localPort, other.Ip, remotePort, 0);
        uint target = (_random.Percent(70) ? 0 : 0x80000000) - (uint)_random.Skewed(20000);
        uint turn = (uint)_random.Below((int)IsnTicksPerMs);
        ulong ticks = (target - hash) + ((ulong)turn << 32);
        host.Clock.OffsetMs = (int)(uint)(ticks / IsnTicksPerMs);
    }
}
