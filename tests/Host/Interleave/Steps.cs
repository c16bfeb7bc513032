using System;
using System.Collections.Generic;
using System.Threading;

namespace NanoStack.Tests.Host.Interleave;

/// <summary>What <see cref="Weaver"/> calls from the product's code. Outside a run every call does
/// what the product would have done.</summary>
/// <remarks>
/// A step goes from one point to the next one: <see cref="Read"/>, <see cref="Write"/>,
/// <see cref="Call"/> and whatever may wait. <see cref="Touch"/> is no point: it says what the step
/// under way read or wrote besides, so that <see cref="Explorer"/> knows which steps commute.
/// </remarks>
public static class Steps
{
    /// <summary>Blocks of memory are told apart by so many bytes.</summary>
    private const int LineBytes = 64;

    [ThreadStatic]
    private static StepThread s_thread;

    internal static StepThread Current
    {
        get => s_thread;
        set => s_thread = value;
    }

    /// <summary>A field is about to be read.</summary>
    public static void Read(object of, int at)
    {
        s_thread?.Run.Point(s_thread, at, new Access(of, at, false));
    }

    /// <summary>A field is about to be written, or changed by an atomic operation.</summary>
    public static void Write(object of, int at)
    {
        s_thread?.Run.Point(s_thread, at, new Access(of, at, true));
    }

    /// <summary>An element of a table of columns is about to be read or written.</summary>
    public static void Element(object of, bool isWrite, int at)
    {
        s_thread?.Run.Point(s_thread, Labels.Element, new Access(of, at, isWrite));
    }

    /// <summary>A call that is one step: what it touches, it tells itself.</summary>
    public static void Call(int at)
    {
        s_thread?.Run.Point(s_thread, at, Access.Nothing);
    }

    /// <summary>The step under way reads or writes this, too.</summary>
    public static void Touch(object of, bool isWrite, int at)
    {
        Run.Toucher?.Add(new Access(of, at, isWrite));
    }

    /// <summary>The step under way reads or writes a word of memory.</summary>
    public static void TouchMemory(object memory, uint address, bool isWrite)
    {
        Touch(memory, isWrite, (int)(address / 4));
    }

    /// <summary><c>Thread.Sleep</c>: a spin yields, so until something changes that it looked at it
    /// would only spin on.</summary>
    public static void Sleep(int timeMs)
    {
        if (s_thread == null)
        {
            Thread.Sleep(timeMs);
            return;
        }

        s_thread.Run.Yield(s_thread);
    }

    /// <summary><c>AutoResetEvent.Set</c>, <c>ManualResetEvent.Set</c></summary>
    public static bool Set(EventWaitHandle handle)
    {
        if (s_thread == null)
        {
            return handle.Set();
        }

        s_thread.Run.Point(s_thread, Labels.Set, new Access(handle, 0, true));
        s_thread.Run.Raise(handle);
        return true;
    }

    /// <summary><c>AutoResetEvent.Reset</c></summary>
    public static bool Reset(EventWaitHandle handle)
    {
        if (s_thread == null)
        {
            return handle.Reset();
        }

        s_thread.Run.Point(s_thread, Labels.Set, new Access(handle, 0, true));
        handle.Reset();
        s_thread.Run.Lower(handle);
        return true;
    }

    /// <summary><c>AutoResetEvent.Set</c> within a step.</summary>
    public static bool SetWithin(EventWaitHandle handle)
    {
        if (s_thread == null)
        {
            return handle.Set();
        }

        Touch(handle, true, 0);
        s_thread.Run.Raise(handle);
        return true;
    }

    /// <summary><c>WaitHandle.WaitOne</c>; its time is never over, so that a wake-up that got lost is
    /// a deadlock.</summary>
    public static bool WaitOne(WaitHandle handle, int timeoutMs, bool exitContext)
    {
        if (s_thread == null)
        {
            return handle.WaitOne(timeoutMs, exitContext);
        }

        Run run = s_thread.Run;
        run.Await(s_thread, Labels.Wait, new Access(handle, 0, true), () => run.IsRaised(handle));
        if (handle is not ManualResetEvent)
        {
            run.Lower(handle);
        }

        return true;
    }

    public static bool WaitOne(WaitHandle handle, int timeoutMs)
    {
        return WaitOne(handle, timeoutMs, false);
    }

    /// <summary><c>Array.Copy</c> within a step.</summary>
    public static void Copy(Array from, int fromAt, Array to, int toAt, int count)
    {
        TouchLines(from, false, fromAt, count);
        TouchLines(to, true, toAt, count);

        Array.Copy(from, fromAt, to, toAt, count);
    }

    private static void TouchLines(Array array, bool isWrite, int at, int count)
    {
        for (int line = at / LineBytes; line * LineBytes < at + count; line++)
        {
            Touch(array, isWrite, line);
        }
    }

    /// <summary><c>Interlocked.CompareExchange</c>: one that fails only reads.</summary>
    public static int CompareExchange(ref int place, int value, int comparand)
    {
        int seen = Interlocked.CompareExchange(ref place, value, comparand);
        if (seen != comparand)
        {
            Run.Downgrade();
        }

        return seen;
    }

    /// <summary>For scenarios: waits for a condition.</summary>
    internal static void Await(Func<bool> isTrue)
    {
        s_thread.Run.Await(s_thread, Labels.Await, Access.Nothing, isTrue);
    }
}

/// <summary>What one step reads or writes: a field of an object, or a word of an array.</summary>
internal readonly struct Access : IEquatable<Access>
{
    public static readonly Access Nothing = default;

    public readonly object Of;
    public readonly int At;
    public readonly bool IsWrite;

    public Access(object of, int at, bool isWrite)
    {
        Of = of;
        At = at;
        IsWrite = isWrite;
    }

    public bool Conflicts(Access other)
    {
        return ReferenceEquals(Of, other.Of) && At == other.At && Of != null
            && (IsWrite || other.IsWrite);
    }

    /// <summary>The same place, however it is used.</summary>
    public bool Equals(Access other) => ReferenceEquals(Of, other.Of) && At == other.At;

    public override bool Equals(object obj) => obj is Access other && Equals(other);

    public override int GetHashCode()
    {
        return (System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(Of) * 397) ^ At;
    }

    public static bool Conflict(List<Access> left, List<Access> right)
    {
        foreach (Access one in left)
        {
            foreach (Access other in right)
            {
                if (one.Conflicts(other))
                {
                    return true;
                }
            }
        }

        return false;
    }
}

/// <summary>Names of points; those of the product follow, as the weaver met them.</summary>
internal static class Labels
{
    public const int Start = 0;
    public const int Yield = 1;
    public const int Set = 2;
    public const int Wait = 3;
    public const int Await = 4;
    public const int End = 5;
    public const int Element = 6;

    public static readonly List<string> Names = new List<string>
    {
        "starts", "yields", "sets the event", "waits for the event", "waits", "ends", "element",
    };

    /// <summary>All names so far.</summary>
    public static string[] All()
    {
        lock (Names)
        {
            return Names.ToArray();
        }
    }

    /// <summary>Names that another copy of this class gave; only the first time.</summary>
    public static void Load(string[] names)
    {
        lock (Names)
        {
            for (int i = Names.Count; i < names.Length; i++)
            {
                Names.Add(names[i]);
            }
        }
    }

    /// <summary>A name's number; a scenario names its own steps.</summary>
    public static int Of(string name)
    {
        lock (Names)
        {
            int at = Names.IndexOf(name);
            if (at < 0)
            {
                at = Names.Count;
                Names.Add(name);
            }

            return at;
        }
    }
}
