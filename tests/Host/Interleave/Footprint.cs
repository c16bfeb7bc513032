using System.Collections.Generic;

namespace NanoStack.Tests.Host.Interleave;

/// <summary>Numbers for the objects of a run, in the order in which steps touch them: every run has
/// objects of its own, and a run that begins like another one numbers them alike.</summary>
internal sealed class ObjectNumbers
{
    private readonly Dictionary<object, int> _numbers =
        new Dictionary<object, int>(ReferenceEqualityComparer.Instance);

    public void Clear()
    {
        _numbers.Clear();
    }

    public Footprint FootprintOf(List<Access> accesses)
    {
        Footprint footprint = new Footprint(_numbers.Count, accesses.Count);
        foreach (Access access in accesses)
        {
            if (access.Of == null)
            {
                continue;
            }

            if (!_numbers.TryGetValue(access.Of, out int number))
            {
                number = _numbers.Count;
                _numbers.Add(access.Of, number);
            }

            footprint.Add(number, access.At, access.IsWrite);
        }

        return footprint;
    }
}

/// <summary>What a step touched, in terms that hold for other runs, too.</summary>
internal sealed class Footprint
{
    private readonly int _known;            // numbers below were given before this step
    private readonly int[] _objects;
    private readonly int[] _places;
    private readonly bool[] _writes;
    private int _count;

    public Footprint(int known, int size)
    {
        _known = known;
        _objects = new int[size];
        _places = new int[size];
        _writes = new bool[size];
    }

    public void Add(int number, int at, bool isWrite)
    {
        _objects[_count] = number;
        _places[_count] = at;
        _writes[_count++] = isWrite;
    }

    /// <summary>Whether a step of another run depends on this one, which began where the runs
    /// part.</summary>
    /// <remarks>Two objects that are new to both could be the same.</remarks>
    public bool Conflicts(Footprint later)
    {
        for (int i = 0; i < _count; i++)
        {
            for (int j = 0; j < later._count; j++)
            {
                bool isSame = _objects[i] < _known
                    ? _objects[i] == later._objects[j] : later._objects[j] >= _known;
                if (isSame && _places[i] == later._places[j] && (_writes[i] || later._writes[j]))
                {
                    return true;
                }
            }
        }

        return false;
    }
}
