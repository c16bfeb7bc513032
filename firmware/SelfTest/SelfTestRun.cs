using System;
using NanoStack.Boards;
using NanoStack.Device;
using NanoStack.Hal.Bus;
using NanoStack.Kernel;
using NanoStack.Services;
using NanoStack.Telemetry;

namespace NanoStack.SelfTest;

/// <summary>A test; it throws when something is wrong.</summary>
public delegate void TestBody();

/// <summary>All tests in their order, first the stack, then the board.</summary>
/// <remarks>
/// From: <see cref="Program"/>. To: <see cref="StreamTests"/>, <see cref="CloseTests"/>,
/// <see cref="RecordTests"/>, <see cref="PressureTests"/>, <see cref="LimitTests"/>,
/// <see cref="BoardTests"/>.
/// What is tested goes through <see cref="LoopbackBench"/>: both ends of each connection are sockets of
/// one stack. After every test all packets and connections must be back, or that test has failed.
/// </remarks>
public sealed class SelfTestRun
{
    /// <summary>What the tests take beside the stack: their threads with the frames of their calls, their
    /// buffers. Measured: in less free memory than this and the account some of them run out of it.</summary>
    public const int TestBytes = 15500;

    /// <summary>Kept so that a report can still be written when nothing else is left.</summary>
    private const int ReserveBytes = 2048;

    private readonly TestReport _report;
    private readonly TelemetryLog _log;
    private readonly Clock _clock;
    private readonly int _deadlineMs;
    private readonly Heap _heap;
    private byte[] _reserve = new byte[ReserveBytes];
    private NetDevice _device;
    private LoopbackBench _bench;
    private StreamTests _stream;
    private CloseTests _close;
    private RecordTests _records;
    private PressureTests _pressure;
    private LimitTests _limits;
    private bool _isMade;

    /// <param name="deadlineMs">Longest that any step may take, so that a stack that hangs makes a test
    /// fail and not the program.</param>
    public SelfTestRun(TelemetryLog log, Clock clock, int deadlineMs)
        : this(log, clock, deadlineMs, new Heap())
    {
    }

    /// <param name="heap">A test of the tests gives one that is too small, or that loses bytes.</param>
    public SelfTestRun(TelemetryLog log, Clock clock, int deadlineMs, Heap heap)
    {
        _log = log;
        _clock = clock;
        _deadlineMs = deadlineMs;
        _heap = heap;
        _report = new TestReport(log);
        SayFree("at start");
    }

    /// <summary>The stack above a device that brings back what is sent: no hardware is needed.</summary>
    /// <param name="device">A new <see cref="LoopbackDevice"/>; a test of the tests gives one that is
    /// broken.</param>
    public void TestStack(NetDevice device)
    {
        _device = device;
        Try("Memory_AtStart_HoldsTheStackAndItsTests", CheckRoom);
        if (_report.FailedCount == 0)
        {
            Try("Stack_Made_CostsWhatItsAccountSays", MakeStack);
        }

        if (_isMade)
        {
            TryAll();
        }

        Forget();                           // the board's stack needs the room
    }

    /// <summary>Says so beforehand when memory is too short: later the runtime ends whatever thread asks
    /// for some, and only what that leads to would be seen.</summary>
    private void CheckRoom()
    {
        int free = _heap.FreeBytes();
        if (free == 0)
        {
            throw new SkipTestException("a PC's heap does not tell");
        }

        int stackBytes = new MemoryAccount(Limits.Default()).TotalBytes;
        if (free < stackBytes + NetThread.ManagedBytes + TestBytes)
        {
            throw new TestFailedException(
                "memory is short: " + free.ToString() + " bytes are free, the stack takes "
                + stackBytes.ToString() + " with Limits.Default() and its tests "
                + TestBytes.ToString() + "; with Limits.Small() it takes "
                + new MemoryAccount(Limits.Small()).TotalBytes.ToString());
        }
    }

    private void MakeStack()
    {
        Limits limits = Limits.Default();
        int freeBefore = _heap.FreeBytes();
        _bench = new LoopbackBench(limits, _clock, _device, _deadlineMs);
        int measuredBytes = freeBefore - _heap.FreeBytes();
        _stream = new StreamTests(_bench);
        _close = new CloseTests(_bench);
        _records = new RecordTests(_bench, _log, _heap);
        _pressure = new PressureTests(_bench, _log, _heap);
        _limits = new LimitTests(_bench, measuredBytes);
        _bench.Start();
        _isMade = true;
        SayFree("with a stack");
        _limits.Account();
    }

    private void TryAll()
    {
        try
        {
            Try("Bytes_SentAndEchoed_ComeBackUnchanged", _stream.Echo);
            Try("Reader_ThatSleeps_StopsTheSenderAndLosesNothing", _stream.SlowReader);
            Try("Receive_WithoutData_TimesOut", _stream.ReceiveTimeout);
            Try("Records_OfTelemetry_ArriveInOrderAndAreAcknowledged", _records.Telemetry);
            Try("Records_AfterSeal_KeepNoMemory", _records.KeepNothing);
            Try("Connect_ToAClosedPort_IsRefused", _close.Refused);
            Try("Shutdown_OfOneDirection_LeavesTheOther", _close.HalfClose);
            Try("Close_WithoutWaiting_ResetsThePeer", _close.Reset);
            Try("Connections_ManyAndShort_LeaveNothing", _close.ManyShort);
            Try("Sockets_AllTaken_AreRefusedAndComeBack", _limits.AllSockets);
            Try("Records_WhileMemoryRunsOut_AllArrive", _pressure.Records);
            Try("Counters_OfErrors_StandAtZero", _limits.Counters);
            SayFree("after the tests");
        }
        catch (OutOfMemoryException)
        {
            SayShort("Tests_OfTheStack_ComeToTheirEnd");
        }
    }

    private void Forget()
    {
        if (_isMade)
        {
            _bench.Stop();
        }

        _isMade = false;
        _bench = null;
        _stream = null;
        _close = null;
        _records = null;
        _pressure = null;
        _limits = null;
        _device = null;
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
        TakeReserve();
        try
        {
            body();
            if (_isMade)
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
        catch (OutOfMemoryException)
        {
            SayShort(name);
        }
        catch (Exception exception)
        {
            _report.Failed(name, exception.GetType().Name + ": " + exception.Message);
        }
    }

    /// <summary>A test ended because there was no memory; to say so takes some.</summary>
    private void SayShort(string name)
    {
        _reserve = null;
        _report.Failed(
            name, "memory is short: " + _heap.FreeBytes().ToString() + " bytes are free");
    }

    private void TakeReserve()
    {
        try
        {
            _reserve = _reserve ?? new byte[ReserveBytes];
        }
        catch (OutOfMemoryException)
        {
            _reserve = null;                // the test will say what is short
        }
    }

    /// <summary>A line for the record, on a device only: on a PC it would say nothing.</summary>
    private void SayFree(string when)
    {
        int free = _heap.FreeBytes();
        if (free > 0)
        {
            _log.Line("memory free " + when + ": " + free.ToString());
        }
    }
}
