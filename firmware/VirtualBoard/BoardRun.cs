using System;
using System.IO;
using System.Threading;
using NanoStack.Hal.Host;
using NanoStack.Hal.Host.Model;
using NanoStack.Hal.Host.Pcap;
using NanoStack.Hal.Host.Wire;
using NanoStack.Kernel;
using NanoStack.Telemetry;

namespace NanoStack.VirtualBoard;

/// <summary>One run from power-on to the summary; every step of it has a deadline.</summary>
/// <remarks>From: <see cref="App"/>. To: <see cref="Node"/>, <see cref="TelemetryClient.Run"/>.</remarks>
internal sealed class BoardRun : IDisposable
{
    private const int BoardSide = 0;
    private const int PeerSide = 1;
    private const int LinkTimeoutMs = 3000;
    private const int ConnectTimeoutMs = 2000;
    private const int AckTimeoutMs = 3000;
    private const int FailureCountMax = 3;
    private const int BackoffMsMin = 100;
    private const int BackoffMsMax = 1000;
    private const int GraceMs = 60000;              // beyond what the records themselves take
    private const int PeerTimeoutMs = 1000;

    private readonly Settings _settings;
    private readonly TextWriter _output;
    private readonly AllocationClock _clock = new AllocationClock();
    private readonly VirtualWire _wire = new VirtualWire(new HostClock(), 1);
    private readonly EmacModel _model = new EmacModel();
    private readonly ModelBus _bus;
    private readonly Narrator _narrator;
    private readonly Ladder _ladder;
    private readonly PcapngWriter _pcap;
    private readonly Peer _peer;
    private readonly Node _node;
    private readonly BoardSource _source;
    private readonly TelemetryClient _client;
    private bool _isStarted;

    private BoardRun(Settings settings, TextWriter output)
    {
        _settings = settings;
        _output = output;
        _narrator = new Narrator(output);
        _ladder = settings.IsTraced ? new Ladder() : null;
        _pcap = OpenPcap(settings.PcapPath);
        if (_pcap != null)
        {
            _wire.AddTap(_pcap);
        }

        _wire.AddTap(_narrator);
        _bus = new ModelBus(_model, new HostEntropy());
        WireBoard();
        _peer = settings.Tap == null
            ? new LanPeer(settings, _wire, PeerSide, output)
            : new TapPeer(settings, _wire, PeerSide);
        _node = new Node(settings.Board, _bus, _clock, new HostEntropy(), Limits.Default());
        _node.Net.Context.Trace.Sink = _ladder;
        _source = new BoardSource(_clock, _ladder, _peer);
        TelemetryOptions options = new TelemetryOptions
        {
            Collector = settings.Collector,
            IntervalMs = settings.IntervalMs,
            ConnectTimeoutMs = ConnectTimeoutMs,
            AckTimeoutMs = AckTimeoutMs,
            BackoffMsMin = BackoffMsMin,
            BackoffMsMax = BackoffMsMax,
            FailureCountMax = FailureCountMax,
        };
        _client = new TelemetryClient(
            _node.Net, _clock, _node.Entropy, options, _source, _narrator.Log);
    }

    /// <returns>The exit code.</returns>
    public static int Run(Settings settings, TextWriter output, CancellationToken stop)
    {
        using BoardRun run = new BoardRun(settings, output);
        return run.Run(stop);
    }

    public void Dispose()
    {
        if (_isStarted)
        {
            _node.Stop();
        }

        _peer?.Dispose();
        _pcap?.Dispose();
        _bus.Dispose();
    }

    private int Run(CancellationToken stop)
    {
        PowerOn();
        if (!WaitForLink(stop))
        {
            return stop.IsCancellationRequested ? App.Done : throw new RunException(
                "no link within " + LinkTimeoutMs + " ms: check the cable and the far end.");
        }

        bool isDone;
        int limitMs = GraceMs + (int)Math.Min(
            (long)_settings.RecordCount * _settings.IntervalMs, int.MaxValue - GraceMs);
        using (CancellationTokenSource limit = new CancellationTokenSource(limitMs))
        using (stop.Register(_client.Stop))
        using (limit.Token.Register(_client.Stop))
        {
            isDone = _client.Run(_settings.RecordCount);
        }

        _peer.WaitForRecords(_client.AcknowledgedCount, PeerTimeoutMs);
        Report.Write(_output, _client, _source, _ladder, _peer, _node.Account());
        return Judge(isDone, stop.IsCancellationRequested);
    }

    private int Judge(bool isDone, bool isStopped)
    {
        if (_client.Failure != null)
        {
            throw new RunException(_client.Failure);
        }

        if (!isStopped && _client.DroppedCount > 0)
        {
            throw new RunException(
                _client.DroppedCount + " of " + _settings.RecordCount
                    + " records were dropped while"
                + " there was no connection: the queue was full.");
        }

        if (!isDone && !isStopped)
        {
            throw new RunException(
                "the run took too long: " + _client.AcknowledgedCount + " of "
                + _settings.RecordCount + " records were acknowledged.");
        }

        if (_peer.RecordCount >= 0 && _peer.RecordCount < _client.AcknowledgedCount)
        {
            throw new RunException(
                "the collector has read " + _peer.RecordCount + " records and acknowledged "
                + _client.AcknowledgedCount + ".");
        }

        return App.Done;
    }

    /// <summary>The model is built as the board's facts say, so a wrong fact shows.</summary>
    private void WireBoard()
    {
        Boards.Board board = _settings.Board;
        _model.BoardClock = board.RmiiClock;
        _model.Phy.Address = board.PhyAddress < 0 ? 1 : board.PhyAddress;
        _model.Phy.Pin = board.PhyResetPin;
        _model.Phy.RunsWhenHigh = board.PhyRunsWhenHigh;
        _model.Plug(_wire, BoardSide);
    }

    private void PowerOn()
    {
        _narrator.Say(_settings.Board.Name + " on a model of the ESP32's Ethernet MAC, "
            + (_settings.Tap == null ? "cable in memory" : "TAP " + _settings.Tap));
        string warning = _settings.Board.Warning();
        if (warning != null)
        {
            _narrator.Say("note: " + warning);
        }

        _peer.Start();
        try
        {
            _node.Start(_settings.Address, _settings.Mask, _settings.Gateway);
        }
        catch (ArgumentException exception)
        {
            throw new UsageException(exception.Message);
        }
        catch (InvalidOperationException exception)
        {
            throw new RunException(exception.Message);
        }

        _isStarted = true;
        _narrator.Say("PHY reset: " + _node.Device.Phy.Name + " at address "
            + _node.Device.Phy.Address + ", identifier " + _node.Device.Phy.Id.ToString("X8")
            + "; negotiating");
    }

    private bool WaitForLink(CancellationToken stop)
    {
        int endMs = _clock.NowMs() + LinkTimeoutMs;
        while (!_node.WaitForLink(50))
        {
            if (stop.IsCancellationRequested || Clock.Reached(_clock.NowMs(), endMs))
            {
                return false;
            }
        }

        _narrator.Say("link up: " + (_node.Device.Phy.Is100 ? "100" : "10") + " Mb/s, "
            + (_node.Device.Phy.IsFullDuplex ? "full" : "half") + " duplex");
        _narrator.Say("address " + _settings.Address + "/" + _settings.PrefixLength
            + (_settings.Gateway == null ? "" : ", gateway " + _settings.Gateway));
        return true;
    }

    private static PcapngWriter OpenPcap(string path)
    {
        if (path == null)
        {
            return null;
        }

        try
        {
            return PcapngWriter.Create(path, BoardSide);
        }
        catch (Exception exception)
            when (exception is IOException || exception is UnauthorizedAccessException
                || exception is ArgumentException)
        {
            throw new UsageException("--pcap " + path + ": " + exception.Message);
        }
    }
}
