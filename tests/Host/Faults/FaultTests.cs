using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoStack.Hal.Emac;
using NanoStack.Hal.Host.Model;

namespace NanoStack.Tests.Host.Faults;

/// <summary>Every fault of the model under an open connection: the driver survives it, something
/// counts it, and the same socket carries bytes again.</summary>
[TestClass]
public sealed class FaultTests
{
    public static IEnumerable<object[]> Names()
    {
        return FaultTable.All().Select(fault => new object[] { fault.Name });
    }

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void Fault_UnderAnOpenSocket_IsCountedAndTrafficResumes(string name)
    {
        Fault fault = FaultTable.All().Single(row => row.Name == name);
        using FaultPair pair = new FaultPair();
        pair.ExpectTraffic();
        int before = fault.Count(pair);
        int resets = pair.Get(EmacStats.MacResets);
        fault.Set(pair);
        int sendsMs = Math.Min(fault.LastsMs, fault.SendsMs);
        pair.Run(sendsMs, true);
        pair.Run(fault.LastsMs - sendsMs, false);
        fault.Clear?.Invoke(pair);
        pair.ExpectTraffic();
        int counted = fault.Count(pair) - before;
        if (fault.CountExactly > 0)
        {
            Assert.AreEqual(fault.CountExactly, counted, fault.CounterName);
        }

        Assert.IsTrue(counted > 0, fault.CounterName + " did not move");
        if (fault.WithoutReset)
        {
            Assert.AreEqual(resets, pair.Get(EmacStats.MacResets), "the MAC was reset");
        }

        pair.ExpectClean();
    }

    /// <summary>Whoever adds a switch to the model adds a row, or says that it is a fact of the
    /// board.</summary>
    [TestMethod]
    public void Switches_OfTheModel_EachHaveARow()
    {
        CollectionAssert.AreEqual(Array.Empty<string>(), ModelSwitches.UnknownFacts());
        string[] tested = FaultTable.All().SelectMany(fault => fault.Switches)
            .Append("Faults.OpenAnswer")            // before there is a device: OpenFaultTests
            .Distinct().OrderBy(name => name, StringComparer.Ordinal).ToArray();
        CollectionAssert.AreEqual(ModelSwitches.Names(), tested);
    }

    /// <summary>A row that names a switch and does not set it would prove nothing.</summary>
    [TestMethod]
    public void Rows_SetTheSwitchesTheyName()
    {
        foreach (Fault fault in FaultTable.All())
        {
            using FaultPair pair = new FaultPair();
            SwitchLog log = new SwitchLog(pair.Model);
            pair.Looked += log.Look;
            fault.Set(pair);
            log.Look();
            foreach (string name in fault.Switches)
            {
                Assert.IsTrue(log.Changed.Contains(name), fault.Name + " does not set " + name);
            }
        }
    }

    [TestMethod]
    public void Table_OfTheDocument_IsThisOne()
    {
        string table = string.Join("\n", FaultTable.All().Select(fault =>
            "| " + fault.Name + " | "
            + string.Join(", ", fault.Switches.Select(name => "`" + name + "`"))
            + " | " + fault.CounterName + " |"));
        string text = File.ReadAllText(Repo.At("docs/faults.md")).Replace("\r", "");
        Assert.IsTrue(text.Contains(table + "\n"), "docs/faults.md should have:\n" + table);
    }

    /// <summary>Which switches stood elsewhere than at the beginning.</summary>
    private sealed class SwitchLog
    {
        public readonly HashSet<string> Changed = new HashSet<string>();

        private readonly EmacModel _model;
        private readonly Dictionary<string, object> _before;

        public SwitchLog(EmacModel model)
        {
            _model = model;
            _before = ModelSwitches.Values(model);
        }

        public void Look()
        {
            foreach (KeyValuePair<string, object> now in ModelSwitches.Values(_model))
            {
                if (!Equals(now.Value, _before[now.Key]))
                {
                    Changed.Add(now.Key);
                }
            }
        }
    }
}
