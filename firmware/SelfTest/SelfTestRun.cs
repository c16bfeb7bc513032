using System;
using NanoStack.Boards;
using NanoStack.Device;
using NanoStack.Hal.Bus;
using NanoStack.Kernel;
using NanoStack.Telemetry;

namespace NanoStack.SelfTest;

/// <summary>A test; it throws when something is wrong.</summary>
public delegate void TestBody();

/// <summary>All tests in their order, first the stack, then the board.</summary>
/// <remarks>
/// From: <see cref="Program"/>. To: <see cref="StreamTests"/>, <see cref="CloseTests"/>,
/// <see cref="RecordTests"/>, <see cref="LimitTests"/>, <see cref="BoardTests"/>.
/// What is tested goes through <see cref="LoopbackBench"/>: both ends of each connection are sockets of
/// one stack. After every test all packets and connections must be back, or that test has failed.
/// </remarks>
public sealed class SelfTestRun
{
    private readonly TestReport _report;
    private readonly TelemetryLog _log;
    private readonly Clock _clock;
    private readonly int _deadlineMs;
    private LoopbackBench _bench;

    /// <param name="deadlineMs">Longest that any step may take, so that a stack that hangs makes a test
    /// fail and not the program.</param>
    public SelfTestRun(TelemetryLog log, Clock clock, int deadlineMs)
    {
        _log = log;
        _clock = clock;
        _deadlineMs = deadlineMs;
        _report = new TestReport(log);
        SayFree("at start");
    }

    /// <summary>The stack above a device that brings back what is sent: no hardware is needed.</summary>
    /// <param name="device">A new <see cref="LoopbackDevice"/>; a test of the tests gives one that is
    /// broken.</param>
    public void TestStack(NetDevice device)
    {
        int freeBefore = FreeMemory.Bytes();
        _bench = new LoopbackBench(Limits.Default(), _clock, device, _deadlineMs);
        int measuredBytes = freeBefore - FreeMemory.Bytes();
        _bench.Start();
        SayFree("with a stack");

        StreamTests stream = new StreamTests(_bench);
        CloseTests close = new CloseTests(_bench);
        RecordTests records = new RecordTests(_bench, _log);
        LimitTests limits = new LimitTests(_bench, measuredBytes);
        Try("Stack_Made_CostsWhatItsAccountSays", limits.Account);
        Try("Bytes_SentAndEchoed_ComeBackUnchanged", stream.Echo);
        Try("Reader_ThatSleeps_StopsTheSenderAndLosesNothing", stream.SlowReader);
        Try("Receive_WithoutData_TimesOut", stream.ReceiveTimeout);
        Try("Records_OfTelemetry_ArriveInOrderAndAreAcknowledged", records.Telemetry);
        Try("Records_AfterSeal_KeepNoMemory", records.KeepNothing);
        Try("Connect_ToAClosedPort_IsRefused", close.Refused);
        Try("Shutdown_OfOneDirection_LeavesTheOther", close.HalfClose);
        Try("Close_WithoutWaiting_ResetsThePeer", close.Reset);
        Try("Connections_ManyAndShort_LeaveNothing", close.ManyShort);
        Try("Sockets_AllTaken_AreRefusedAndComeBack", limits.AllSockets);
        Try("Counters_OfErrors_StandAtZero", limits.Counters);
        SayFree("after the tests");
        _bench.Stop();
        _bench = null;                      // the board's stack needs the room
    }

    /// <summary>The chip's MAC, the board's PHY and the cable; skipped where the firmware lacks the
    /// native part.</summary>
    public void TestBoard(EmacBus bus, Board board)
    {
        BoardTests tests = new BoardTests(bus, board, _clock, _log, _deadlineMs);
        Try("Firmware_HasTheNativePart", tests.NativePart);
        Try("Board_Started_FindsItsPhy", tests.FindPhy);
        Try("Cable_PluggedIn_BringsALink", tests.Link);
        tests.Stop();
    }

    /// <summary>Prints the sum.</summary>
    /// <returns>Tests that failed.</returns>
    public int End()
    {
        _log.Line(_report.Summary());
        return _report.FailedCount;
    }

    private void Try(string name, TestBody body)
    {
        try
        {
            body();
            if (_bench != null)
            {
                _bench.ExpectNothingLeft();
            }

            _report.Passed(name);
        }
        catch (SkipTestException exception)
        {
            _report.Skipped(name, exception.Message);
        }
        catch (TestFailedException exception)
        {
            _report.Failed(name, exception.Message);
        }
        catch (Exception exception)
        {
            _report.Failed(name, exception.GetType().Name + ": " + exception.Message);
        }
    }

    /// <summary>A line for the record, on a device only: on a PC it would say nothing.</summary>
    private void SayFree(string when)
    {
        int free = FreeMemory.Bytes();
        if (free > 0)
        {
            _log.Line("memory free " + when + ": " + free.ToString());
        }
    }
}
