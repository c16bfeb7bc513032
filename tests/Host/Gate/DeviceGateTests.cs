using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace NanoStack.Tests.Host.Gate;

/// <summary>Device code, as compiled, keeps to what the nanoCLR can run.</summary>
[TestClass]
public sealed class DeviceGateTests
{
    private const string MembersPath = "tests/Host/Gate/nano-members.txt";

    [TestMethod]
    public void DeviceCode_BreaksNoRule()
    {
        DeviceGate gate = DeviceGate.OfDevice(out _);
        Allowed allowed = Allowed.Read("tests/Host/Gate/allowed.txt");

        List<string> offences = allowed.Remaining(gate.Findings);

        Assert.AreEqual(0, offences.Count, Lines(offences));
        List<string> unused = allowed.Unused();
        Assert.AreEqual(0, unused.Count, "allowed.txt, needed no more:" + Lines(unused));
    }

    /// <summary>With NANOSTACK_MEMBERS=write (<c>./ci members</c>) the list is written anew; what
    /// the device does not have never gets in.</summary>
    [TestMethod]
    public void ExternalMembers_AreThoseOfTheList()
    {
        DeviceGate gate = DeviceGate.OfDevice(out List<string> missing);
        if (Environment.GetEnvironmentVariable("NANOSTACK_MEMBERS") == "write")
        {
            Write(gate);
        }

        HashSet<string> listed = ReadList();
        List<string> unknown = gate.Members.Where(item => !listed.Contains(item.Key))
            .Select(item => item.Value + ": uses " + item.Key).ToList();
        Assert.AreEqual(
            0, unknown.Count, "Not in " + MembersPath + " (./ci members):" + Lines(unknown));

        List<string> unused = listed.Where(name => !gate.Members.ContainsKey(name)).ToList();
        if (missing.Count == 0)
        {
            Assert.AreEqual(0, unused.Count, "Used no more (./ci members):" + Lines(unused));
        }
    }

    [TestMethod]
    public void ListedMembers_ExistOnTheDevice()
    {
        NanoApi api = NanoApi.Find();
        if (api == null)
        {
            Assert.Inconclusive("No lists of nanoFramework's API beside the repository.");
        }

        List<string> unknown = ReadList().Where(name => !api.Has(name)).ToList();

        Assert.AreEqual(0, unknown.Count, "Not on the device:" + Lines(unknown));
    }

    private static void Write(DeviceGate gate)
    {
        NanoApi api = NanoApi.Find()
            ?? throw new InvalidOperationException("Needs the lists of nanoFramework's API.");
        List<string> lines = new List<string>
        {
            "# What device code uses of nanoFramework's packages. Written by ./ci members.",
        };
        lines.AddRange(gate.Members.Keys.Where(api.Has));
        File.WriteAllText(Repo.At(MembersPath), string.Join("\n", lines) + "\n");
    }

    private static HashSet<string> ReadList()
    {
        return File.ReadAllLines(Repo.At(MembersPath))
            .Where(line => line.Length > 0 && line[0] != '#').ToHashSet();
    }

    private static string Lines(List<string> lines) => "\n  " + string.Join("\n  ", lines);
}
