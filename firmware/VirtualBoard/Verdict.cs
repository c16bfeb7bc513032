using NanoStack.Telemetry;

namespace NanoStack.VirtualBoard;

/// <summary>How a run ended, and whether the collector took the records.</summary>
/// <remarks>From: <see cref="BoardRun"/>. TCP's acknowledgement says that the collector's machine has a
/// record. What the collector says itself counts for more: a complaint, a reset, the records it
/// counted.</remarks>
internal sealed class Verdict
{
    private readonly Settings _settings;
    private readonly TelemetryClient _client;
    private readonly Peer _peer;
    private readonly bool _isStopped;

    /// <param name="isStopped">The user ended the run.</param>
    public Verdict(Settings settings, TelemetryClient client, Peer peer, bool isStopped)
    {
        _settings = settings;
        _client = client;
        _peer = peer;
        _isStopped = isStopped;
    }

    /// <summary>The command that starts a collector.</summary>
    public static string Starter(Settings settings) => "nc -lk " + settings.Collector.Port;

    /// <summary>How the run ended, in a line.</summary>
    public string Ended()
    {
        string how = _isStopped ? "Stopped by the user"
            : _client.Failure != null ? "Given up"
            : IsWhole ? "Done" : "Stopped after its time";
        return how + ": " + _client.MadeCount + " records made, " + _client.AcknowledgedCount
            + " acknowledged, " + _client.DroppedCount + " dropped.";
    }

    /// <summary>Why the collector did not take every record, in a line; null when it did, as far as it
    /// says.</summary>
    public string Failure()
    {
        if (_client.ConnectCount == 0)
        {
            return NoCollector();
        }

        if (_client.Complaint != null)
        {
            return "the collector answered with an error: " + _client.Complaint;
        }

        if (_client.Failure != null)
        {
            return _client.Failure;
        }

        if (_client.DroppedCount > 0)
        {
            return _client.DroppedCount + " of " + _client.MadeCount
                + " records were dropped while there was no connection: the queue was full.";
        }

        if (!IsWhole)
        {
            return (_isStopped ? "stopped" : "the run took too long") + ": "
                + _client.AcknowledgedCount + " of " + Wanted + " records were acknowledged.";
        }

        return OfThePeer();
    }

    private int Wanted => _isStopped || _settings.RecordCount == 0
        ? _client.MadeCount : _settings.RecordCount;

    private bool IsWhole => Wanted > 0 && _client.AcknowledgedCount == Wanted;

    private string NoCollector()
    {
        string why = _client.Failure
            ?? "stopped before a collector took a record at " + _settings.Collector + ".";
        return why + " " + Starter(_settings) + (_settings.Tap == null
            ? " starts a collector for --net tap:NAME; that of the lan is in this program."
            : " starts one there.");
    }

    /// <summary>What the other end knows that TCP does not.</summary>
    private string OfThePeer()
    {
        if (_peer.RecordCount >= 0)
        {
            return _peer.RecordCount >= _client.AcknowledgedCount ? null
                : "the collector has read " + _peer.RecordCount + " records and acknowledged "
                + _client.AcknowledgedCount + ".";
        }

        return _client.ResetCount == 0 ? null
            : "the collector reset " + (_client.ResetCount == 1
                ? "the connection" : _client.ResetCount + " connections")
                + ": it may not have read every record that it acknowledged.";
    }
}
