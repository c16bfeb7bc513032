using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Threading;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace NanoStack.Tests.Host.Differential;

/// <summary>One run of a scenario on one of the two stacks: what was called and what it ended in.</summary>
/// <remarks>
/// NanoStack runs first, on a clock that the run itself turns. Then the kernel does. A call has one
/// chance there too; what is only looked at (<see cref="Await"/>) may take its time, because the kernel
/// delivers when it likes.
/// </remarks>
internal sealed class Script
{
    /// <summary>How long the kernel has to come to the same state. Nothing waits for it to pass, unless
    /// there is a difference.</summary>
    private const int AwaitMsMax = 3000;

    private readonly Outcome _outcome = new Outcome();
    private readonly IReadOnlyList<string> _expected;
    private readonly Action _settle;

    /// <param name="expected">What the first run said; null in the first run.</param>
    /// <param name="settle">Lets what is on its way arrive.</param>
    public Script(IReadOnlyList<string> expected, Action settle, int closedPort)
    {
        _expected = expected;
        _settle = settle;
        ClosedPort = closedPort;
    }

    /// <summary>A port of this host where nobody listens.</summary>
    public int ClosedPort { get; }

    /// <summary>True on the kernel's sockets.</summary>
    public bool IsOnKernel => _expected != null;

    /// <summary>One line a call.</summary>
    public List<string> Lines { get; } = new List<string>();

    /// <summary>Why the two runs may differ, in each difference that was met.</summary>
    public List<Why> Reasons { get; } = new List<Why>();

    /// <summary>A call without a value.</summary>
    public void Do(string what, Action call)
    {
        Get(what, () => Done(call));
    }

    /// <summary>A call with a value.</summary>
    public void Get(string what, Func<object> call)
    {
        _settle();
        Add(what, _outcome.Of(call));
    }

    /// <summary>True where a setting of this machine is what Linux comes with. Where its owner has chosen
    /// another, what follows from it is left out on both stacks, and the run says so.</summary>
    /// <param name="setting">A file of /proc/sys/net/ipv4.</param>
    public bool IsUsual(string setting, string usual)
    {
        string here = KernelHost.Setting(setting);
        if (here != usual)
        {
            Lines.Add("left out: " + setting + " is " + here + " on this machine, not " + usual);
        }

        return here == usual;
    }

    /// <summary>A call that changes nothing, repeated until it says the same as in the first run.</summary>
    public void Await(string what, Func<object> call)
    {
        string expected = _expected != null && Lines.Count < _expected.Count ? _expected[Lines.Count] : null;
        Add(what, AwaitText(what, call, expected));
    }

    /// <summary>A call whose outcome differs, for a reason; it must be exactly this on either stack.</summary>
    public void Differs(Why why, string what, string nano, string kernel, Func<object> call)
    {
        string stated = IsOnKernel ? kernel : nano;
        string seen = AwaitText(what, call, what + " -> " + stated);
        Assert.AreEqual(stated, seen, what + (IsOnKernel ? " on the kernel" : " on NanoStack"));
        Assert.AreNotEqual(nano, kernel, what + ": no difference any more");
        Reasons.Add(why);
        Lines.Add(what + " -> differs: " + why);
    }

    /// <summary>The same for a call without a value.</summary>
    public void Differs(Why why, string what, string nano, string kernel, Action call)
    {
        Differs(why, what, nano, kernel, () => Done(call));
    }

    private static object Done(Action call)
    {
        call();
        return "done";
    }

    private string AwaitText(string what, Func<object> call, string expected)
    {
        _settle();
        Stopwatch watch = Stopwatch.StartNew();
        string seen = _outcome.Of(call);
        while (IsOnKernel && expected != null && what + " -> " + seen != expected
            && watch.ElapsedMilliseconds < AwaitMsMax)
        {
            Thread.Sleep(1);
            seen = _outcome.Of(call);
        }

        return seen;
    }

    private void Add(string what, string outcome)
    {
        Lines.Add(what + " -> " + outcome);
    }
}
