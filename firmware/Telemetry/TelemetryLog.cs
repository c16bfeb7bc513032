using System;

namespace NanoStack.Telemetry;

/// <summary>Who is told what happens; nothing is told for a record that goes its usual way.</summary>
public abstract class TelemetryLog
{
    public abstract void Line(string text);
}

/// <summary>Tells the console: on a device the debugger's output window or the serial port.</summary>
public sealed class ConsoleLog : TelemetryLog
{
    public override void Line(string text)
    {
        Console.WriteLine(text);
    }
}
