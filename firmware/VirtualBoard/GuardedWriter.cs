using System;
using System.IO;
using System.Text;
using System.Threading;

namespace NanoStack.VirtualBoard;

/// <summary>The output stream, which several threads write and which may break under them: a full disk, a
/// reader that has gone.</summary>
/// <remarks>From: <see cref="App"/>. The first failure is kept and told by <see cref="Failed"/>; nothing is
/// written after it, and nobody who writes is thrown at.</remarks>
internal sealed class GuardedWriter : TextWriter
{
    private readonly TextWriter _inner;
    private readonly object _gate = new object();
    private readonly CancellationTokenSource _failed = new CancellationTokenSource();
    private string _failure;

    public GuardedWriter(TextWriter inner)
    {
        _inner = inner;
    }

    /// <summary>What went wrong first; null when nothing did.</summary>
    public string Failure
    {
        get
        {
            lock (_gate)
            {
                return _failure;
            }
        }
    }

    /// <summary>Is cancelled when something went wrong.</summary>
    public CancellationToken Failed => _failed.Token;

    public override Encoding Encoding => _inner.Encoding;

    public override void Write(char value) => Guard(() => _inner.Write(value));

    public override void Write(string value) => Guard(() => _inner.Write(value));

    public override void Write(char[] buffer, int index, int count)
    {
        Guard(() => _inner.Write(buffer, index, count));
    }

    public override void WriteLine() => Guard(_inner.WriteLine);

    public override void WriteLine(string value) => Guard(() => _inner.WriteLine(value));

    public override void Flush() => Guard(_inner.Flush);

    private void Guard(Action write)
    {
        lock (_gate)
        {
            if (_failure != null)
            {
                return;
            }

            try
            {
                write();
                return;
            }
            catch (Exception exception)
                when (exception is IOException || exception is UnauthorizedAccessException
                    || exception is ObjectDisposedException)
            {
                _failure = exception.Message;
            }
        }

        _failed.Cancel();                   // outside of the gate: who hears it may write
    }
}
