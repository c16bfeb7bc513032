using NanoStack.Kernel;

namespace NanoStack.Hal.Phys;

/// <summary>The other half of <see cref="PhyDevice"/>: what a PHY can tell of its cable.</summary>
public partial class PhyDevice
{
    /// <summary>A cable test that does not end within this time has failed (Linux: 100 ms, after 30
    /// ms).</summary>
    internal const int TestMsMax = 200;

    private int _cableMeters = -1;
    private int _faultMeters = -1;
    private CableFault _fault;
    private bool _isTestWanted;             // a wish: end the link and test its cable

    /// <summary>Estimated length of the cable of this link, or -1: the PHY does not say.</summary>
    public int CableMeters => _cableMeters;

    /// <summary>What the last <see cref="TestCable"/> found.</summary>
    public CableFault Fault => _fault;

    /// <summary>How far away that fault is, or -1.</summary>
    public int FaultMeters => _faultMeters;

    /// <summary>True when <see cref="TestCable"/> can find a fault.</summary>
    public virtual bool CanTestCable => false;

    /// <summary>Ends the link, looks for a fault of the cable and negotiates again.</summary>
    /// <returns>False when this PHY cannot.</returns>
    public bool TestCable()
    {
        _fault = CableFault.Unknown;
        _faultMeters = -1;
        _isTestWanted = CanTestCable;
        return _isTestWanted;
    }

    /// <summary>Length of the cable of a link that stands, or -1.</summary>
    private protected virtual int ReadCableMeters() => -1;

    /// <summary>Starts the test of the cable.</summary>
    private protected virtual void StartTest()
    {
    }

    /// <summary>True when the test has ended and was told by <see cref="Find"/>.</summary>
    private protected virtual bool IsTestDone() => true;

    private protected void Find(CableFault fault, int meters)
    {
        _fault = fault;
        _faultMeters = meters;
    }

    private void BeginTest(int nowMs)
    {
        _isTestWanted = false;
        ForgetLink();
        StartTest();
        Enter(StateTesting, nowMs, LookAgainMs);
        _deadlineMs = nowMs + TestMsMax;
    }

    private void PollTest(int nowMs)
    {
        _nextMs = nowMs + LookAgainMs;
        bool isDone = IsTestDone();
        if (!isDone && Clock.Reached(nowMs, _deadlineMs))
        {
            Find(CableFault.TestFailed, -1);
            isDone = true;
        }

        if (isDone)
        {
            BeginWatching(nowMs);
        }
    }
}
