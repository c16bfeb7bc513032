using System;
using System.Threading;

namespace NanoStack.Tests.Host.Gate.Good;

/// <summary>What device code may do: the gate must find nothing here.</summary>
internal sealed class GoodSamples : IDisposable
{
    private static readonly byte[] Table = { 1, 2, 3, 4, 5, 6, 7, 8, 9 };

    private readonly byte[] _ring = new byte[16];
    private readonly object[][] _slots = new object[4][];
    private readonly AutoResetEvent _event = new AutoResetEvent(false);
    private int _at;

    public int Count => _at;

    public int Sum(byte[] data, int at, int end)
    {
        int sum = 0;
        _at = at;
        for (int i = at; i < end; i++)
        {
            sum += data[i] ^ Table[i & 7];
        }

        foreach (byte item in _ring)
        {
            sum += item;
        }

        return sum;
    }

    public bool TryTake(ref int value, out int taken)
    {
        taken = Interlocked.CompareExchange(ref value, 1, 0);
        Array.Copy(_ring, 0, _ring, 4, 4);
        return _slots[0] == null && _event.WaitOne(0, false);
    }

    public int Switch(DayOfWeek day)
    {
        switch (day)
        {
            case DayOfWeek.Monday: return 1;
            case DayOfWeek.Friday: return 5;
            default: return 0;
        }
    }

    public void Dispose()
    {
        _event.Set();
    }
}
