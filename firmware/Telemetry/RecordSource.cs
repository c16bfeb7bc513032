namespace NanoStack.Telemetry;

/// <summary>What is measured; a board with a sensor derives from it.</summary>
public abstract class RecordSource
{
    /// <summary>The value at a time, times ten.</summary>
    public abstract int Tenths(int nowMs);
}

/// <summary>A stand-in for a sensor: between 20.0 and 25.0 and back in 100 steps, so that a record that
/// is lost shows in a plot.</summary>
public sealed class TriangleSource : RecordSource
{
    private const int LowTenths = 200;
    private const int StepCount = 50;

    private int _step;

    public override int Tenths(int nowMs)
    {
        int step = _step;
        _step = _step + 1 == 2 * StepCount ? 0 : _step + 1;
        return LowTenths + (step <= StepCount ? step : (2 * StepCount) - step);
    }
}
