using NanoStack.Telemetry;

namespace NanoStack.SelfTest;

/// <summary>A line for each test and the sum at the end: what a person reads on a terminal and a script
/// looks for.</summary>
public sealed class TestReport
{
    private readonly TelemetryLog _log;

    public TestReport(TelemetryLog log)
    {
        _log = log;
    }

    public int PassedCount { get; private set; }

    public int FailedCount { get; private set; }

    public int SkippedCount { get; private set; }

    public void Passed(string name)
    {
        PassedCount++;
        _log.Line("passed " + name);
    }

    public void Failed(string name, string why)
    {
        FailedCount++;
        _log.Line("failed " + name + ": " + why);
    }

    public void Skipped(string name, string why)
    {
        SkippedCount++;
        _log.Line("skipped " + name + ": " + why);
    }

    /// <summary><c>N passed, N failed, N skipped</c>.</summary>
    public string Summary()
    {
        return PassedCount.ToString() + " passed, " + FailedCount.ToString() + " failed, "
            + SkippedCount.ToString() + " skipped";
    }
}
