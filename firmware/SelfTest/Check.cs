using System;

namespace NanoStack.SelfTest;

/// <summary>What a test expects; the text says what was expected, the numbers what there was.</summary>
internal static class Check
{
    public static void True(bool isTrue, string what)
    {
        if (!isTrue)
        {
            throw new TestFailedException("expected " + what);
        }
    }

    public static void Equal(int expected, int actual, string what)
    {
        if (expected != actual)
        {
            throw new TestFailedException(
                "expected " + what + " " + expected.ToString() + ", not " + actual.ToString());
        }
    }
}

/// <summary>A test found what it did not expect.</summary>
internal sealed class TestFailedException : Exception
{
    public TestFailedException(string message)
        : base(message)
    {
    }
}

/// <summary>A test cannot run here; the message says why.</summary>
internal sealed class SkipTestException : Exception
{
    public SkipTestException(string message)
        : base(message)
    {
    }
}
