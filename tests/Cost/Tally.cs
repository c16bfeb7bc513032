using System;
using System.Collections.Generic;
using System.Reflection;

namespace NanoStack.Cost;

/// <summary>What one action cost, room by room.</summary>
internal sealed class Tally
{
    /// <summary>Instructions, calls and allocations of one room.</summary>
    public sealed class Room
    {
        public string Name { get; init; }

        /// <summary>IL instructions executed.</summary>
        public long Instructions { get; set; }

        /// <summary>Methods of the stack entered.</summary>
        public long Calls { get; set; }

        /// <summary>Objects and arrays made.</summary>
        public long Allocations { get; set; }
    }

    private readonly SortedDictionary<string, Room> _rooms =
        new SortedDictionary<string, Room>(StringComparer.Ordinal);

    public IEnumerable<Room> Rooms => _rooms.Values;

    public long Instructions { get; private set; }

    public long Calls { get; private set; }

    public long Allocations { get; private set; }

    /// <summary>Spinlock scopes entered.</summary>
    public long LockScopes { get; private set; }

    /// <summary>Adds what one method did.</summary>
    public void Add(Probe probe, long instructions, long calls, long allocations)
    {
        if (!_rooms.TryGetValue(probe.Room, out Room room))
        {
            room = new Room { Name = probe.Room };
            _rooms.Add(probe.Room, room);
        }

        room.Instructions += instructions;
        room.Calls += calls;
        room.Allocations += allocations;
        Instructions += instructions;
        Calls += calls;
        Allocations += allocations;
        LockScopes += probe.IsLock ? calls : 0;
    }
}

/// <summary>A woven method.</summary>
internal sealed class Probe
{
    /// <summary>The type it stands in: a room of the house.</summary>
    public string Room { get; init; }

    /// <summary>It enters a spinlock's scope.</summary>
    public bool IsLock { get; init; }
}

/// <summary>The counters that the weaver put into the assembly, read from outside.</summary>
internal sealed class Meter
{
    private readonly IReadOnlyList<Probe> _probes;
    private readonly long[] _instructions;
    private readonly long[] _calls;
    private readonly long[] _allocations;
    private readonly long[][] _before;

    public Meter(Assembly woven, IReadOnlyList<Probe> probes)
    {
        _probes = probes;
        _instructions = Column(woven, Weaver.InstructionsName, probes.Count);
        _calls = Column(woven, Weaver.CallsName, probes.Count);
        _allocations = Column(woven, Weaver.AllocationsName, probes.Count);
        _before = new[] { new long[probes.Count], new long[probes.Count], new long[probes.Count] };
    }

    /// <summary>From here on it counts.</summary>
    public void Begin()
    {
        _instructions.CopyTo(_before[0], 0);
        _calls.CopyTo(_before[1], 0);
        _allocations.CopyTo(_before[2], 0);
    }

    /// <summary>What was counted since <see cref="Begin"/> goes to a tally.</summary>
    public void End(Tally tally)
    {
        for (int i = 0; i < _probes.Count; i++)
        {
            long instructions = _instructions[i] - _before[0][i];
            if (instructions > 0)
            {
                tally.Add(
                    _probes[i], instructions, _calls[i] - _before[1][i],
                    _allocations[i] - _before[2][i]);
            }
        }
    }

    private static long[] Column(Assembly woven, string name, int count)
    {
        FieldInfo field = woven.GetType(Weaver.TypeName, true).GetField(name);
        long[] column = new long[count];
        field.SetValue(null, column);
        return column;
    }
}
