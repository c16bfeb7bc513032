using System;
using System.Collections.Generic;
using System.Linq;

namespace NanoStack.Tests.Host.Interleave;

/// <summary>A small program drawn from a seed: reads, writes, additions, a lock that waits, one that
/// spins. It remembers every state it ended in.</summary>
internal sealed class RandomScenario : Scenario
{
    private const int PlaceCount = 2;
    private const int OperationKinds = 6;

    public readonly HashSet<string> Ends = new HashSet<string>();

    private readonly int[][] _programs;
    private Cell[] _places;
    private Cell _mutex;
    private int[] _seen;

    public RandomScenario(int seed, int threadCount, int length)
    {
        Random random = new Random(seed);
        _programs = Enumerable.Range(0, threadCount)
            .Select(_ => Enumerable.Range(0, length)
                .Select(_ => random.Next(OperationKinds * PlaceCount)).ToArray())
            .ToArray();
    }

    public override void Build()
    {
        _places = Enumerable.Range(0, PlaceCount).Select(_ => new Cell()).ToArray();
        _mutex = new Cell();
        _seen = new int[_programs.Length];
        for (int i = 0; i < _programs.Length; i++)
        {
            int thread = i;
            Add("t" + i, () => Run(thread));
        }
    }

    public override void Check()
    {
        Ends.Add(string.Join(' ', _places.Select(place => place.Value).Concat(_seen)));
    }

    public override string ToString()
    {
        return string.Join(" | ", _programs.Select(program => string.Join(' ', program)));
    }

    private void Run(int thread)
    {
        int step = 1;
        foreach (int operation in _programs[thread])
        {
            Cell place = _places[operation % PlaceCount];
            int value = (10 * thread) + step++;
            switch (operation / PlaceCount)
            {
                case 0:
                    _seen[thread] = (_seen[thread] * 31) + place.Get();
                    break;
                case 1:
                    place.Set(value);
                    break;
                case 2:
                    place.Set(place.Get() + value);
                    break;
                case 3:
                    Steps.Await(() => _mutex.Peek() == 0);
                    _mutex.SetWithin(1);
                    place.Set(place.Get() + value);
                    _mutex.Set(0);
                    break;
                case 4:
                    Steps.Await(() => place.Peek() != 1);
                    _seen[thread] = (_seen[thread] * 31) + 7;
                    break;
                default:
                    Spin(value, place);
                    break;
            }
        }
    }

    private void Spin(int value, Cell place)
    {
        while (!_mutex.TrySwap(0, 1))
        {
            Steps.Sleep(0);
        }

        place.Set(place.Get() ^ value);
        _mutex.Set(0);
    }
}

/// <summary>A number that threads share, each use of it a step.</summary>
internal sealed class Cell
{
    private static readonly int s_value = Labels.Of("Cell.Value");

    private int _value;

    public int Value => _value;

    public int Get()
    {
        Steps.Read(this, s_value);
        return _value;
    }

    public void Set(int value)
    {
        Steps.Write(this, s_value);
        _value = value;
    }

    public bool TrySwap(int from, int to)
    {
        Steps.Write(this, s_value);
        return Steps.CompareExchange(ref _value, to, from) == from;
    }

    /// <summary>Read within a step, as by a condition.</summary>
    public int Peek()
    {
        Steps.Touch(this, false, s_value);
        return _value;
    }

    public void SetWithin(int value)
    {
        Steps.Touch(this, true, s_value);
        _value = value;
    }
}
