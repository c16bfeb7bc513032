using System.Collections.Generic;
using NanoStack.Telemetry;

namespace NanoStack.Tests.Host.App;

/// <summary>Keeps what the self-test says.</summary>
internal sealed class ListLog : TelemetryLog
{
    public List<string> Lines { get; } = new List<string>();

    public string Text => string.Join("\n", Lines);

    public override void Line(string text)
    {
        lock (Lines)
        {
            Lines.Add(text);
        }
    }
}
