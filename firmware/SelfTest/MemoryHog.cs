using System;
using System.Threading;

namespace NanoStack.SelfTest;

/// <summary>Takes all the memory there is, in pieces, gives it back, and begins again.</summary>
/// <remarks>Where there is more than it can hold, as on a board with PSRAM, the memory never runs
/// out.</remarks>
internal sealed class MemoryHog
{
    private const int PieceBytesMin = 20;
    private const int PieceBytesMax = 1500;
    private const int PieceCount = 128;
    private const int FreedMax = 5;
    private const int RestMs = 1;
    private const int Step = 631;               // visits every size between the two

    private readonly byte[][] _pieces = new byte[PieceCount][];
    private int _size;
    private int _count;
    private int _roundCount;
    private int _refusedCount;
    private bool _isStopping;

    /// <summary>How often there was none left.</summary>
    public int RefusedCount => _refusedCount;

    public void Stop()
    {
        _isStopping = true;
    }

    /// <summary>Takes all, holds it while the others run, gives it back, lets them run again. What is given
    /// back before it holds the rest varies, so that they find no memory now here, now deep in
    /// their calls.</summary>
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

            _roundCount++;
            int from = _count - (_roundCount % FreedMax) - 1;
            for (int round = 0; round < 2; round++)
            {
                // No call before some is given back: it would want memory too.
                for (int i = from < 0 ? 0 : from; i < PieceCount; i++)
                {
                    _pieces[i] = null;
                }

                try
                {
                    Thread.Sleep(RestMs);
                }
                catch (OutOfMemoryException)
                {
                    _refusedCount++;
                }

                from = 0;
            }
        }
    }

    private void TakeAll()
    {
        for (int i = 0; i < PieceCount && !_isStopping; i++)
        {
            _size = (_size + Step) % (PieceBytesMax - PieceBytesMin + 1);
            _pieces[i] = new byte[PieceBytesMin + _size];
            _count = i + 1;
        }
    }
}
