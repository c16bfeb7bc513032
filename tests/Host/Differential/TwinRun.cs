using System;
using System.Collections.Generic;
using System.Text;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace NanoStack.Tests.Host.Differential;

/// <summary>Runs a scenario on NanoStack, then on the kernel, and compares line by line.</summary>
internal static class TwinRun
{
    /// <summary>Connections a scenario may have open, both ends counted.</summary>
    public const int ConnectionCount = 12;

    /// <summary>Both runs end the same; returns the reasons of the differences that were stated.</summary>
    public static IReadOnlyList<Why> ExpectSame(Action<Script> onNano, Action<Script> onKernel)
    {
        Script kernel;
        Script nano;
        string difference = Compare(onNano, onKernel, out nano, out kernel);
        if (difference != null)
        {
            Assert.Fail(difference);
        }

        CollectionAssert.AreEqual(nano.Reasons, kernel.Reasons);
        return nano.Reasons;
    }

    /// <summary>What differs, or null.</summary>
    public static string Compare(
        Action<Script> onNano, Action<Script> onKernel, out Script nano, out Script kernel)
    {
        using (NanoHost host = new NanoHost(ConnectionCount))
        {
            nano = new Script(null, host.Settle, NanoHost.ClosedPort);
            onNano(nano);
        }

        using (KernelHost host = new KernelHost())
        {
            kernel = new Script(nano.Lines, () => { }, host.ClosedPort);
            onKernel(kernel);
        }

        return Difference(nano.Lines, kernel.Lines);
    }

    private static string Difference(List<string> nano, List<string> kernel)
    {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < Math.Max(nano.Count, kernel.Count); i++)
        {
            string left = i < nano.Count ? nano[i] : "(nothing)";
            string right = i < kernel.Count ? kernel[i] : "(nothing)";
            if (left != right)
            {
                text.Append("\n  NanoStack: ").Append(left).Append("\n  kernel:    ").Append(right);
            }
        }

        return text.Length == 0 ? null : text.Append("\nall calls:\n  ").Append(string.Join("\n  ", nano)).ToString();
    }
}
