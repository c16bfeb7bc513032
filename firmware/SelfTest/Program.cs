using NanoStack.Boards;
using NanoStack.Device;
using NanoStack.Hal.Bus;
using NanoStack.Telemetry;

namespace NanoStack.SelfTest;

/// <summary>The application to flash first: does the stack work on this chip, and does the board?</summary>
/// <remarks>
/// To: <see cref="SelfTestRun"/>. A line for each test, then <c>N passed, N failed, N skipped</c>. The
/// same program runs on a PC: <c>dotnet run --project firmware/SelfTest</c>. The board is the line to
/// change.
/// </remarks>
public static partial class Program
{
    /// <summary>Longest that one step may take on a slow chip.</summary>
    private const int DeadlineMs = 20000;

    /// <returns>Tests that failed; only a PC looks at it.</returns>
    public static int Main()
    {
        TelemetryLog log = new ConsoleLog();
        ReportChip(log);
        SelfTestRun run = new SelfTestRun(log, new NativeClock(), DeadlineMs);
        run.TestStack(new LoopbackDevice());
        run.TestBoard(new NativeBus(), new Wt32Eth01());
        return run.End();
    }

    /// <summary>firmware/SelfTestEsp32 has the body; elsewhere there is nothing to report.</summary>
    static partial void ReportChip(TelemetryLog log);
}
