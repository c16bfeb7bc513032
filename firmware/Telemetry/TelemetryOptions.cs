using NanoStack.Sockets;

namespace NanoStack.Telemetry;

/// <summary>Where records go, how often, and how long anything may take.</summary>
public sealed class TelemetryOptions
{
    /// <summary>Who takes the records.</summary>
    public IPEndPoint Collector;

    /// <summary>From one record to the next.</summary>
    public int IntervalMs = 1000;

    /// <summary>How long one attempt to connect may take.</summary>
    public int ConnectTimeoutMs = 5000;

    /// <summary>How long a record may stay unacknowledged before the connection is given up.</summary>
    public int AckTimeoutMs = 10000;

    /// <summary>The pause after a first failure; it doubles with every further one.</summary>
    public int BackoffMsMin = 500;

    /// <summary>The longest pause.</summary>
    public int BackoffMsMax = 30000;

    /// <summary>Failures in a row after which <see cref="TelemetryClient.Run"/> ends; 0 for none: a
    /// device in the field tries for ever.</summary>
    public int FailureCountMax;

    /// <summary>How long the end of the connection may take.</summary>
    public int CloseTimeoutSeconds = 2;
}
