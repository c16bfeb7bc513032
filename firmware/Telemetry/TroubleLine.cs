using System;
using NanoStack.Kernel;

namespace NanoStack.Telemetry;

/// <summary>One line when an exception has ended a turn of the polling thread or a call, and the
/// stack has put everything right.</summary>
public sealed class TroubleLine : TroubleSink
{
    private readonly TelemetryLog _log;

    public TroubleLine(TelemetryLog log)
    {
        _log = log;
    }

    public override void Tell(int place, Exception trouble, int packetCount)
    {
        string who = place == InPoll ? "the polling thread" : "a call";
        _log.Line(
            "net: " + trouble.GetType().Name + " in " + who + ": mended, packets brought home: "
            + packetCount.ToString());
    }
}
