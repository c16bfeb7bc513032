using System;
using NanoStack.Hal.Emac;

namespace NanoStack.Tests.Host.Faults;

/// <summary>A row of <see cref="FaultTable"/>: what goes wrong, how it is brought about and ended, and
/// what counts it.</summary>
internal sealed class Fault
{
    /// <summary>The behaviour of the chip, in words.</summary>
    public readonly string Name;

    /// <summary>The switches of the model it takes, as <see cref="ModelSwitches"/> names
    /// them.</summary>
    public readonly string[] Switches;

    /// <summary>Sets them.</summary>
    public readonly Action<FaultPair> Set;

    /// <summary>What counts it.</summary>
    public readonly string CounterName;
    public readonly Func<FaultPair, int> Count;

    /// <summary>How long it lasts.</summary>
    public int LastsMs = 1000;

    /// <summary>How much of that time both ends send.</summary>
    public int SendsMs = int.MaxValue;

    /// <summary>Takes the switches back; null: it is over by itself.</summary>
    public Action<FaultPair> Clear;

    /// <summary>What must have been counted; 0: once at least.</summary>
    public int CountExactly;

    /// <summary>True when the chip must not have been reset for it.</summary>
    public bool WithoutReset;

    public Fault(
        string name, string switches, Action<FaultPair> set, string counterName,
        Func<FaultPair, int> count)
    {
        Name = name;
        Switches = switches.Split(' ');
        Set = set;
        CounterName = counterName;
        Count = count;
    }

    /// <summary>Counted by the driver.</summary>
    public Fault(string name, string switches, Action<FaultPair> set, int counter)
        : this(name, switches, set, EmacStatNames.Of(counter), pair => pair.Get(counter))
    {
    }

    public override string ToString() => Name;
}
