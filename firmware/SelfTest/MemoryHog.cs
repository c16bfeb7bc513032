using System;

namespace NanoStack.SelfTest;

/// <summary>Takes all the memory there is, in pieces, gives it back, and begins again.</summary>
/// <remarks>Where there is more than it can hold, as on a board with PSRAM, the memory never runs
/// out.</remarks>
internal sealed class MemoryHog
{
    private const int PieceBytesMin = 20;
    private const int PieceBytesMax = 1500;
    private const int PieceCount = 128;
    private const int Step = 631;               // visits every size between the two

    private readonly byte[][] _pieces = new byte[PieceCount][];
    private int _size;
    private int _refusedCount;
    private bool _isStopping;

    /// <summary>How often there was none left.</summary>
    public int RefusedCount => _refusedCount;

    public void Stop()
    {
        _isStopping = true;
    }

    public void Run()
    {
        while (!_isStopping)
        {
            try
            {
                TakeAll();
            }
            catch (OutOfMemoryException)
            {
                _refusedCount++;
            }

            // No call here: it would want memory too.
            for (int i = 0; i < PieceCount; i++)
            {
                _pieces[i] = null;
            }
        }
    }

    private void TakeAll()
    {
        for (int i = 0; i < PieceCount && !_isStopping; i++)
        {
            _size = (_size + Step) % (PieceBytesMax - PieceBytesMin + 1);
            _pieces[i] = new byte[PieceBytesMin + _size];
        }
    }
}
