#if NANOFRAMEWORK_1_0
using nanoFramework.TestFramework;
#else
using Microsoft.VisualStudio.TestTools.UnitTesting;
#endif
using System;
using NanoStack.Kernel;

namespace NanoStack.Tests;

/// <summary>What the two test frameworks do not share: exceptions, and bytes that name the place
/// where they differ.</summary>
internal static class Expect
{
    /// <summary>The action must end in exactly this exception.</summary>
    public static void Throws(Type type, Action action)
    {
        string seen = "nothing";
        try
        {
            action();
        }
        catch (Exception exception)
        {
            seen = exception.GetType().FullName;
        }

        Assert.AreEqual(type.FullName, seen);
    }

    /// <summary>The action must break a <see cref="Bug.On"/>.</summary>
    public static void BugIn(Action action)
    {
        Throws(typeof(BugException), action);
    }

    /// <summary>Says why a test cannot run here; the runner counts it as skipped.</summary>
    public static void Skip(string reason)
    {
#if NANOFRAMEWORK_1_0
        Assert.SkipTest(reason);
#else
        Assert.Inconclusive(reason);
#endif
    }

    /// <summary>Both arrays are equal, length included.</summary>
    public static void Bytes(byte[] expected, byte[] actual)
    {
        Assert.AreEqual(expected.Length, actual.Length, "length");
        BytesAt(expected, actual, 0);
    }

    /// <summary>The expected bytes stand at an offset of a longer array.</summary>
    public static void BytesAt(byte[] expected, byte[] actual, int at)
    {
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.AreEqual((int)expected[i], (int)actual[at + i], "byte " + i.ToString());
        }
    }

    /// <summary>Bytes [at, end) still hold what <see cref="Hex.Untouched"/> put there.</summary>
    public static void Untouched(byte[] actual, int at, int end)
    {
        for (int i = at; i < end; i++)
        {
            Assert.AreEqual((int)Hex.Poison, (int)actual[i], "byte " + i.ToString());
        }
    }
}
