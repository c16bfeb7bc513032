namespace NanoStack.NanoClr;

/// <summary>How many of what was tried passed, failed, could not run.</summary>
internal sealed class Counts
{
    public int Passed { get; set; }

    public int Failed { get; set; }

    public int Skipped { get; set; }

    public string Text => Passed + " passed, " + Failed + " failed, " + Skipped + " skipped";

    public void Add(Counts other)
    {
        Passed += other.Passed;
        Failed += other.Failed;
        Skipped += other.Skipped;
    }
}
