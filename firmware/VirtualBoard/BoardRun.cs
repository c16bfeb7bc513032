using System;
using System.Threading;
using NanoStack.Hal.Host;
using NanoStack.Hal.Host.Model;
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
    private readonly GuardedWriter _output;
    private readonly AllocationClock _clock = new AllocationClock();
    private readonly VirtualWire _wire = new VirtualWire(new HostClock(), 1);
    private readonly EmacModel _model = new EmacModel();
    private readonly ModelBus _bus;
    private readonly Narrator _narrator;
    private readonly Ladder _ladder;
    private readonly Capture _capture;
    private readonly Peer _peer;
    private readonly Node _node;
    private readonly BoardSource _source;
    private readonly TelemetryClient _client;
    private bool _isStarted;

    private BoardRun(Settings settings, GuardedWriter output)
    {
        _settings = settings;
        _output = output;
        _narrator = new Narrator(output);
        _ladder = settings.IsTraced ? new Ladder() : null;
        _capture = settings.PcapPath == null
            ? null : Capture.Create(settings.PcapPath, BoardSide);
        if (_capture != null)
        {
            _wire.AddTap(_capture);
        }

        _wire.AddTap(_narrator);
        _bus = new ModelBus(_model, new HostEntropy());
        WireBoard();
        _peer = settings.Tap == null
            ? new LanPeer(settings, _wire, PeerSide, output)
            : new TapPeer(settings, _wire, PeerSide);
        _node = new Node(settings.Board, _bus, _clock, new HostEntropy(), Limits.Default());
        _node.Net.Context.Trace.Sink = _ladder;
        _source = new BoardSource(_clock, _ladder, _peer, settings.RecordCount);
        TelemetryOptions options = new TelemetryOptions
        {
            Collector = settings.Collector,
            IntervalMs = settings.IntervalMs,
            ConnectTimeoutMs = ConnectTimeoutMs,
            AckTimeoutMs = AckTimeoutMs,
            BackoffMsMin = BackoffMsMin,
            BackoffMsMax = BackoffMsMax,
            FailureCountMax = settings.RecordCount == 0 ? 0 : FailureCountMax,
        };
        _client = new TelemetryClient(
            _node.Net, _clock, _node.Entropy, options, _source, _narrator.Log);
    }

    /// <returns>The exit code.</returns>
    public static int Run(Settings settings, GuardedWriter output, CancellationToken stop)
    {
        using BoardRun run = new BoardRun(settings, output);
        using CancellationTokenSource end =
            CancellationTokenSource.CreateLinkedTokenSource(stop, output.Failed);
        return run.Run(end.Token);
    }

    public void Dispose()
    {
        if (_isStarted)
        {
            _node.Stop();
        }

        _peer?.Dispose();
        _capture?.Dispose();
        _bus.Dispose();
    }

    private int Run(CancellationToken stop)
    {
        PowerOn();
        if (!WaitForLink(stop))
        {
            throw new RunException(stop.IsCancellationRequested
                ? "stopped before there was a link: no record was made."
                : "no link within " + LinkTimeoutMs + " ms: check the cable and the far end.");
        }

        using (CancellationTokenSource limit = new CancellationTokenSource(LimitMs()))
        using (stop.Register(_client.Stop))
        using (limit.Token.Register(_client.Stop))
        {
            _client.Run(_settings.RecordCount);
        }

        _peer.WaitForRecords(_client.AcknowledgedCount, PeerTimeoutMs);
        _capture?.Dispose();
        Report.Write(_output, _client, _source, _ladder, _peer, _node.Account());
        Verdict verdict = new Verdict(_settings, _client, _peer, stop.IsCancellationRequested);
        _output.WriteLine(verdict.Ended());
        string failure = verdict.Failure() ?? _capture?.Failure;
        return failure == null ? App.Done : throw new RunException(failure);
    }

    /// <summary>How long the records may take; -1, for ever, when nobody said how many.</summary>
    private int LimitMs()
    {
        return _settings.RecordCount == 0 ? Timeout.Infinite : GraceMs + (int)Math.Min(
            (long)_settings.RecordCount * _settings.IntervalMs, int.MaxValue - GraceMs);
    }

    /// <summary>The model is built as the board's facts say, so a wrong fact shows.</summary>
    private void WireBoard()
    {
        _model.BoardClock = _settings.Board.RmiiClock;
        BoardPhy.Place(_settings.Board, _model.Phy);
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
        warning = _settings.Board.WarningOf(_node.Device.Phy);
        if (warning != null)
        {
            _narrator.Say("note: " + warning);
        }

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
        if (_settings.Tap != null)
        {
            SayTap();
        }

        return true;
    }

    /// <summary>What the other end of a TAP is, and what is still to be done there.</summary>
    private void SayTap()
    {
        if (_settings.TapAddress != null)
        {
            _narrator.Say(_settings.Tap + " has the address " + _settings.TapAddress + "/"
                + _settings.PrefixLength + " from us");
        }
        else if (_settings.IsTapBare)
        {
            _narrator.Say("note: " + _settings.Tap + " has no address, so no program of this"
                + " machine is on the board's network: ip addr add ADDRESS/"
                + _settings.PrefixLength
                + " dev " + _settings.Tap + ", or put it into a bridge");
        }

        _narrator.Say("collector " + _settings.Collector + ": " + Verdict.Starter(_settings)
            + " starts one there");
    }
}
