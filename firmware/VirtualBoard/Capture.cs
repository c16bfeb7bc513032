using System;
using System.IO;
using NanoStack.Hal.Host.Pcap;
using NanoStack.Hal.Host.Wire;

namespace NanoStack.VirtualBoard;

/// <summary>The capture of the board's cable. A disk that is full ends the capture and not the run.</summary>
/// <remarks>From: <see cref="VirtualWire.AddTap"/>. To: <see cref="PcapngWriter"/>. It is called by whoever
/// sends a frame, the stack's own threads among them: nothing may be thrown at them.</remarks>
internal sealed class Capture : WireTap, IDisposable
{
    private readonly string _path;
    private readonly PcapngWriter _writer;
    private readonly object _gate = new object();
    private bool _isClosed;

    /// <param name="path">What a failure names.</param>
    public Capture(string path, PcapngWriter writer)
    {
        _path = path;
        _writer = writer;
    }

    /// <summary>Why the file is not complete, in a sentence; null while it is.</summary>
    public string Failure { get; private set; }

    /// <summary>A capture in a new file.</summary>
    /// <exception cref="UsageException">The file cannot be made or written.</exception>
    public static Capture Create(string path, int viewSide)
    {
        try
        {
            return new Capture(path, PcapngWriter.Create(path, viewSide));
        }
        catch (Exception exception) when (IsOfTheFile(exception))
        {
            throw new UsageException("--pcap " + path + ": " + exception.Message);
        }
    }

    public override void OnFrame(int fromSide, byte[] frame, int at, int length, long timeUs)
    {
        lock (_gate)
        {
            if (_isClosed || Failure != null)
            {
                return;
            }

            try
            {
                _writer.OnFrame(fromSide, frame, at, length, timeUs);
            }
            catch (Exception exception) when (IsOfTheFile(exception))
            {
                Fail(exception);
            }
        }
    }

    /// <summary>Brings what is left to the disk and closes the file.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_isClosed)
            {
                return;
            }

            _isClosed = true;
            try
            {
                _writer.Dispose();
            }
            catch (Exception exception) when (IsOfTheFile(exception))
            {
                Fail(exception);
            }
        }
    }

    private void Fail(Exception exception)
    {
        Failure ??= "the capture " + _path + " is not complete: " + exception.Message;
    }

    private static bool IsOfTheFile(Exception exception)
    {
        return exception is IOException || exception is UnauthorizedAccessException
            || exception is ArgumentException || exception is NotSupportedException
            || exception is ObjectDisposedException;
    }
}
