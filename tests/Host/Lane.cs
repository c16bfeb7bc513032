using System;

namespace NanoStack.Tests.Host;

/// <summary>Long tests run in a lane of their own, so that the README's command stays short.</summary>
internal static class Lane
{
    private const string Variable = "NANOSTACK_LANE";

    /// <summary>True when <c>./ci</c> runs this lane.</summary>
    public static bool IsOn(string name) => Environment.GetEnvironmentVariable(Variable) == name;
}
