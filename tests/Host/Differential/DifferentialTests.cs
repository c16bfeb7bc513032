using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace NanoStack.Tests.Host.Differential;

/// <summary>The same source text, compiled against NanoStack's sockets and against System.Net's, ends in
/// the same values and exceptions. The reference is Linux's TCP on the loopback of this machine.</summary>
/// <remarks>The scenarios are in the folder Twin; NanoStack.Tests.Host.csproj compiles it twice.</remarks>
[TestClass]
[DoNotParallelize]
public sealed class DifferentialTests
{
    private const int TimeoutMs = 60000;

    /// <summary>Every scenario there is.</summary>
    public static IEnumerable<object[]> Scenarios
    {
        get
        {
            return typeof(OnNano.Ends).Assembly.GetTypes()
                .Where(type => type.Namespace == typeof(OnNano.Ends).Namespace
                    && type.Name.EndsWith("Scenarios", StringComparison.Ordinal))
                .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Static))
                .OrderBy(method => method.DeclaringType.Name + method.Name, StringComparer.Ordinal)
                .Select(method => new object[] { method.DeclaringType.Name, method.Name });
        }
    }

    [TestMethod]
    [DynamicData(nameof(Scenarios))]
    [Timeout(TimeoutMs)]
    public void Scenario_OnNanoStackAndOnTheKernel_EndsTheSame(string group, string name)
    {
        KernelHost.SkipWithout();
        Run(group, name);
    }

    /// <summary>A reason that no scenario needs any more is none.</summary>
    [TestMethod]
    [Timeout(TimeoutMs)]
    public void Reasons_AreEachMetInAScenario()
    {
        KernelHost.SkipWithout();
        Why[] met = Scenarios.SelectMany(row => Run((string)row[0], (string)row[1])).Distinct().ToArray();
        CollectionAssert.AreEquivalent(Enum.GetValues<Why>(), met);
    }

    private static IReadOnlyList<Why> Run(string group, string name)
    {
        return TwinRun.ExpectSame(
            Find(typeof(OnNano.Ends), group, name), Find(typeof(OnKernel.Ends), group, name));
    }

    private static Action<Script> Find(Type beside, string group, string name)
    {
        MethodInfo method = beside.Assembly.GetType(beside.Namespace + "." + group).GetMethod(name);
        return method.CreateDelegate<Action<Script>>();
    }
}
