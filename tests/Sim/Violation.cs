using System;

namespace NanoStack.Sim;

/// <summary>Something that must not happen happened; ends the run.</summary>
internal sealed class Violation : Exception
{
    public Violation(string message)
        : base(message)
    {
    }
}
