using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace NanoStack.Tests.Host.Tap;

/// <summary>What Wireshark's dissectors say of a capture: a judge who knows nothing of our code.</summary>
/// <remarks>Where tshark is not installed nothing is judged; the transfers themselves still are.</remarks>
internal static class Capture
{
    // The kernel sends a TCP checksum of 0 as 0xFFFF, as is right for UDP, and so do we; it adds up
    // all the same. What an ICMP error quotes is cut, so its sum says nothing.
    private const string Broken =
        "_ws.malformed || ip.checksum.status==0 || icmp.checksum.status==0"
        + " || udp.checksum.status==0 || (tcp.checksum.status==0 && !icmp"
        + " && tcp.checksum!=0xffff)";

    private const string Lossy =
        "tcp.analysis.retransmission || tcp.analysis.out_of_order || tcp.analysis.lost_segment"
        + " || tcp.analysis.ack_lost_segment || tcp.analysis.duplicate_ack";

    // Payloads are random: no other dissector shall see something in them.
    private const string Protocols = " frame eth ethertype arp ip icmp udp tcp data _ws.malformed ";

    private static readonly bool IsInstalled = TapEnvironment.HasProgram("tshark");
    private static string _profile;                     // tshark's settings, made at first use

    /// <summary>No packet is malformed, no checksum wrong.</summary>
    public static void ExpectWellFormed(string path)
    {
        ExpectNone(path, Broken, "malformed, or a wrong checksum");
    }

    /// <summary>The same of the packets from one hardware address, in hexadecimal.</summary>
    public static void ExpectWellFormedFrom(string path, string address)
    {
        string source = string.Join(':', address.Chunk(2).Select(pair => new string(pair)));
        ExpectNone(
            path, "eth.src==" + source + " && (" + Broken + ")", "malformed, or a wrong checksum");
    }

    /// <summary>The same, and no packet looks lost, late or sent twice.</summary>
    public static void ExpectSmooth(string path)
    {
        ExpectNone(path, Broken + " || " + Lossy, "malformed, or signs of a loss");
    }

    /// <summary>No packet passes a filter of Wireshark.</summary>
    public static void ExpectNone(string path, string filter, string what)
    {
        if (!IsInstalled)
        {
            return;
        }

        List<string> lines = Filter(path, filter);
        if (lines.Count > 0)
        {
            Assert.Fail(
                what + ", in " + path + ":\n" + string.Join('\n', lines.Take(10))
                + "\nand what stands around the first:\n" + string.Join('\n', Around(path, lines[0])));
        }
    }

    /// <summary>The frames before and after one, which is a line that begins with its number.</summary>
    private static List<string> Around(string path, string line)
    {
        const int Before = 20;
        const int After = 5;
        int number = int.Parse(line.Trim().Split(' ')[0], CultureInfo.InvariantCulture);
        return Filter(
            path, "frame.number>=" + Math.Max(1, number - Before) + " && frame.number<=" + (number + After));
    }

    private static List<string> Filter(string path, string filter)
    {
        _profile ??= MakeProfile();
        string output = Run(
            "-n", "-r", path, "-o", "tcp.check_checksum:TRUE", "-o", "ip.check_checksum:TRUE",
            "-o", "udp.check_checksum:TRUE", "-Y", filter);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries).ToList();
    }

    /// <summary>A folder of settings in which every other protocol is disabled.</summary>
    private static string MakeProfile()
    {
        string folder = Repo.At("artifacts/tap/wireshark");
        Directory.CreateDirectory(folder);
        IEnumerable<string> others = Run("-G", "protocols").Split('\n')
            .Select(line => line.Split('\t').Last())
            .Where(name => name.Length > 0 && !Protocols.Contains(" " + name + " "));
        File.WriteAllLines(Path.Combine(folder, "disabled_protos"), others);
        return folder;
    }

    private static string Run(params string[] arguments)
    {
        ProcessStartInfo start = new ProcessStartInfo("tshark", arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (_profile != null)
        {
            start.Environment["WIRESHARK_CONFIG_DIR"] = _profile;
        }

        using Process process = Process.Start(start);
        System.Threading.Tasks.Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new IOException("tshark: " + string.Concat(errors.Result.Take(500)));
        }

        return output;
    }
}
