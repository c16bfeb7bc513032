using System;
using System.Threading;
using NanoStack.Kernel;
using NanoStack.Sockets;

namespace NanoStack.Telemetry;

/// <summary>Sends records to a collector over TCP, and knows which of them arrived.</summary>
/// <remarks>
/// From: <see cref="Program"/>. To: <see cref="Socket.Send(byte[], int, int, SocketFlags)"/>,
/// <see cref="CollectorVoice"/>.
/// One thread calls <see cref="Run"/>. Nothing it waits for waits without a deadline, a connection that
/// fails is made again after a pause that doubles and is never quite the same (so that a hundred
/// devices do not come back at once), and a record on its usual way allocates nothing.
/// </remarks>
public sealed class TelemetryClient
{
    /// <summary>Records kept while nobody takes them.</summary>
    private const int QueueCount = 32;

    /// <summary>Records that wait go together, as many as fit into so much.</summary>
    private const int BatchBytes = 5 * RecordLine.LengthMax;

    /// <summary>How soon an acknowledgement is noticed.</summary>
    private const int AckLookMs = 5;

    /// <summary>Longest rest, so that Stop and a record that is due are noticed.</summary>
    private const int RestMsMax = 50;

    private readonly Net _net;
    private readonly Clock _clock;
    private readonly Entropy _entropy;
    private readonly TelemetryOptions _options;
    private readonly RecordSource _source;
    private readonly TelemetryLog _log;
    private readonly CollectorVoice _voice;
    private readonly RecordQueue _queue = new RecordQueue(QueueCount);
    private readonly byte[] _lines = new byte[BatchBytes];
    private readonly byte[] _answer = new byte[32];
    private Socket _socket;
    private long _bytesSent;                // on this connection
    private int _retransmissions;           // of the connections before this one
    private int _failures;                  // in a row
    private int _nextRecordMs;
    private int _nextConnectMs;
    private int _seq;
    private int _lastNumberSent;
    private bool _isStopping;

    public TelemetryClient(
        Net net, Clock clock, Entropy entropy, TelemetryOptions options, RecordSource source,
        TelemetryLog log)
    {
        if (options.Collector == null)
        {
            throw new ArgumentException("options.Collector says where records go; set it.");
        }

        _net = net;
        _clock = clock;
        _entropy = entropy;
        _options = options;
        _source = source;
        _log = log;
        _voice = new CollectorVoice(log);
    }

    /// <summary>Records made.</summary>
    public int MadeCount => _seq;

    /// <summary>Records given to TCP, each counted once.</summary>
    public int SentCount { get; private set; }

    /// <summary>Records whose last byte the collector's TCP has acknowledged.</summary>
    public int AcknowledgedCount { get; private set; }

    /// <summary>Records dropped because the queue was full.</summary>
    public int DroppedCount { get; private set; }

    /// <summary>Connections made.</summary>
    public int ConnectCount { get; private set; }

    /// <summary>Smoothed round-trip time of the last connection; -1 when there was none.</summary>
    public int RttMs { get; private set; } = -1;

    /// <summary>Segments sent again, on all connections.</summary>
    public int Retransmissions => _retransmissions;

    /// <summary>Connections that the collector reset: it may not have read all it acknowledged.</summary>
    public int ResetCount { get; private set; }

    /// <summary>The first line in which the collector complained; null when it did not.</summary>
    public string Complaint => _voice.Complaint;

    /// <summary>Why <see cref="Run"/> gave up; null when it did not.</summary>
    public string Failure { get; private set; }

    /// <summary>Makes and sends records until all of them are acknowledged, somebody calls
    /// <see cref="Stop"/>, or too many attempts in a row have failed.</summary>
    /// <param name="recordCount">How many; 0 for ever.</param>
    /// <returns>True when every record was acknowledged.</returns>
    public bool Run(int recordCount)
    {
        _nextRecordMs = _clock.NowMs();
        _nextConnectMs = _nextRecordMs;
        bool isDone = false;
        while (!_isStopping && !isDone && Failure == null)
        {
            int nowMs = _clock.NowMs();
            Make(recordCount, nowMs);
            if (_socket == null && Clock.Reached(nowMs, _nextConnectMs))
            {
                Connect();
            }

            if (_socket != null)
            {
                Exchange();
            }

            isDone = recordCount > 0 && _seq == recordCount && _queue.IsEmpty;
            if (!isDone && Failure == null)
            {
                Rest();
            }
        }

        Disconnect();
        return isDone && DroppedCount == 0;
    }

    /// <summary>Ends <see cref="Run"/> at its next turn; any thread.</summary>
    public void Stop()
    {
        _isStopping = true;
    }

    /// <summary>What came of it, in one line.</summary>
    public string Summary()
    {
        return "records sent " + SentCount.ToString()
            + ", acknowledged " + AcknowledgedCount.ToString()
            + ", dropped " + DroppedCount.ToString()
            + "; connections " + ConnectCount.ToString()
            + ", RTT " + (RttMs < 0 ? "unknown" : RttMs.ToString() + " ms")
            + ", retransmissions " + _retransmissions.ToString();
    }

    /// <summary>Makes a record when one is due. After a long wait it makes one, not all it missed.
    /// When the queue is full the next record waits for a collector that is slow; without a
    /// connection it takes the place of the oldest.</summary>
    private void Make(int recordCount, int nowMs)
    {
        bool isWaiting = _socket != null && _queue.IsFull;
        if (isWaiting || !Clock.Reached(nowMs, _nextRecordMs)
            || (recordCount > 0 && _seq == recordCount))
        {
            return;
        }

        _seq++;
        if (!_queue.Append(_seq, nowMs, _source.Tenths(nowMs)))
        {
            DroppedCount++;
        }

        _nextRecordMs += _options.IntervalMs;
        if (Clock.Reached(nowMs, _nextRecordMs))
        {
            _nextRecordMs = nowMs + _options.IntervalMs;
        }
    }

    private void Connect()
    {
        Socket socket = null;
        try
        {
            socket = new Socket(_net);
            socket.ConnectTimeout = _options.ConnectTimeoutMs;
            socket.NoDelay = true;              // a record is news: it waits for no other
            socket.SendTimeout = _options.AckTimeoutMs;
            socket.ReceiveTimeout = _options.AckTimeoutMs;
            socket.UserTimeout = _options.AckTimeoutMs;
            socket.Connect(_options.Collector);
            _socket = socket;
            _bytesSent = 0;
            _voice.Begin();
            ConnectCount++;
            _log.Line("connected to " + _options.Collector.ToString());
        }
        catch (SocketException exception)
        {
            if (socket != null)
            {
                socket.Close();
            }

            Fail("no connection to " + _options.Collector.ToString() + ": " + exception.Message);
        }
    }

    private void Exchange()
    {
        try
        {
            bool isOver = HasPeerClosed();
            if (!isOver)
            {
                SendWhatFits();
            }

            TakeAcknowledgements();
            RttMs = _socket.SmoothedRttMs;
            if (isOver)
            {
                Lose("the collector closed the connection");
            }
        }
        catch (SocketException exception)
        {
            TakeAcknowledgements();
            CountReset(exception);
            Lose("the connection to the collector broke: " + exception.Message);
        }
    }

    private void SendWhatFits()
    {
        while (_queue.HasUnsent && _socket.Poll(0, SelectMode.SelectWrite))
        {
            SendBatch();                                // bound: the queue
        }
    }

    /// <summary>What waits goes in one send, as much as fits into the buffer: records that piled up
    /// while the stack had no room share a segment.</summary>
    private void SendBatch()
    {
        int length = 0;
        while (_queue.HasUnsent && _lines.Length - length >= RecordLine.LengthMax)
        {
            int number = _queue.Seq;
            length = RecordLine.Write(_lines, length, number, _queue.TimeMs, _queue.Tenths);
            _queue.MarkSent(_bytesSent + length);
            if (number > _lastNumberSent)
            {
                _lastNumberSent = number;               // again after a lost connection counts once
                SentCount++;
            }
        }

        _bytesSent += length;
        if (_socket.Send(_lines, 0, length, SocketFlags.None) < length)
        {
            throw new SocketException(SocketError.TimedOut);        // half a line: never go on
        }
    }

    private void TakeAcknowledgements()
    {
        int count = _queue.Acknowledge(_socket.AcknowledgedBytes);
        if (count > 0)
        {
            AcknowledgedCount += count;
            _failures = 0;
        }
    }

    /// <summary>Looks whether the collector said something, and listens to it.</summary>
    private bool HasPeerClosed()
    {
        for (int i = 0; i < 16 && _socket.Poll(0, SelectMode.SelectRead); i++)
        {
            int count = _socket.Receive(_answer);
            if (count == 0)
            {
                return true;
            }

            _voice.Hear(_answer, count);
        }

        return false;
    }

    private void Lose(string why)
    {
        _retransmissions += _socket.Retransmissions;
        _voice.End();
        _socket.Close();
        _socket = null;
        _queue.Rewind();
        Fail(why);
    }

    private void Fail(string why)
    {
        _failures++;
        if (_options.FailureCountMax > 0 && _failures >= _options.FailureCountMax)
        {
            Failure = why;
            return;
        }

        int pauseMs = PauseMs();
        _nextConnectMs = _clock.NowMs() + pauseMs;
        _log.Line(why);
        _log.Line("Next attempt in " + pauseMs.ToString() + " ms.");
    }

    /// <summary>Doubles with each failure, up to its limit; half of it is chance.</summary>
    private int PauseMs()
    {
        int pauseMs = _options.BackoffMsMin;
        for (int i = 1; i < _failures && pauseMs < _options.BackoffMsMax; i++)
        {
            pauseMs *= 2;
        }

        pauseMs = pauseMs < _options.BackoffMsMax ? pauseMs : _options.BackoffMsMax;
        int half = pauseMs / 2;
        return pauseMs - half + (int)(_entropy.Next32() % (uint)(half + 1));
    }

    /// <summary>Until something is due; less while an acknowledgement is awaited.</summary>
    private void Rest()
    {
        int nowMs = _clock.NowMs();
        int restMs = _socket != null && _queue.HasUnacknowledged ? AckLookMs : RestMsMax;
        int leftMs = _nextRecordMs - nowMs;
        restMs = leftMs > 0 && leftMs < restMs ? leftMs : restMs;
        if (_socket != null)
        {
            _socket.Poll(restMs * 1000, SelectMode.SelectRead);
        }
        else
        {
            Thread.Sleep(restMs);
        }
    }

    private void Disconnect()
    {
        if (_socket != null)
        {
            HearOut();
            _retransmissions += _socket.Retransmissions;
            _voice.End();
            _socket.Close(_options.CloseTimeoutSeconds * 1000);
            _socket = null;
        }
    }

    /// <summary>Sends what was made before the stop, says that this was all, and reads until the
    /// collector has closed too, for a limited time: bytes that nobody read would make of the close
    /// a reset (RFC 9293, 3.6.1), and some systems then lose records that they have acknowledged
    /// and not read.</summary>
    private void HearOut()
    {
        try
        {
            SendWhatFits();
            _socket.Shutdown(SocketShutdown.Send);
            int endMs = _clock.NowMs() + _options.CloseTimeoutSeconds * 1000;
            while (!HasPeerClosed() && !Clock.Reached(_clock.NowMs(), endMs))
            {
                TakeAcknowledgements();
                _socket.Poll(RestMsMax * 1000, SelectMode.SelectRead);
            }
        }
        catch (SocketException exception)
        {
            CountReset(exception);                      // there is nobody left to hear
        }

        TakeAcknowledgements();
    }

    private void CountReset(SocketException exception)
    {
        if (exception.SocketErrorCode == SocketError.ConnectionReset)
        {
            ResetCount++;
        }
    }
}
