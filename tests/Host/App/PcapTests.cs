using System.Collections.Generic;
using System.ComponentModel;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoStack.Wire;

namespace NanoStack.Tests.Host.App;

/// <summary>The capture of a run is a file that others can read.</summary>
[TestClass]
public sealed class PcapTests
{
    [TestMethod]
    public void Capture_OfARun_HasHandshakeRecordsAndEnd()
    {
        string path = Path.GetTempFileName();
        try
        {
            Capture(path);
            List<byte[]> frames = PcapFile.Read(path);

            Assert.IsTrue(
                frames.Any(frame => EthHeader.Type(frame, 0) == EthHeader.TypeArp), "ARP");
            List<byte[]> segments = frames.Where(IsTcp).ToList();
            Assert.AreEqual(2, Distinct(segments, TcpHeader.Syn), "both SYNs");
            Assert.AreEqual(2, Distinct(segments, TcpHeader.Fin), "both FINs");
            string text = string.Concat(
                segments.Select(frame => Encoding.ASCII.GetString(frame, 14, frame.Length - 14)));
            for (int seq = 1; seq <= 5; seq++)
            {
                StringAssert.Contains(text, "seq=" + seq + " t=");
            }
        }
        finally
        {
            File.Delete(path);
        }
    }

    [TestMethod]
    public void Capture_OfARun_IsReadByTshark()
    {
        string path = Path.GetTempFileName();
        try
        {
            Capture(path);
            string[] lines = Tshark(
                "-r", path, "-o", "tcp.check_checksum:TRUE", "-o", "ip.check_checksum:TRUE", "-Y",
                "tcp.checksum.status == Bad || ip.checksum.status == Bad || _ws.malformed");
            Assert.AreEqual(0, lines.Length, string.Join("\n", lines));
            lines = Tshark("-r", path, "-Y", "tcp.len > 0 && !tcp.analysis.retransmission");
            Assert.AreEqual(5, lines.Length, string.Join("\n", lines));
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>The summary's retransmissions are those in the capture: none on a machine that has time,
    /// some on one that had none.</summary>
    [TestMethod]
    [DataRow("none")]
    [DataRow("loss")]
    public void Retransmissions_OfARun_AreThoseOfItsCapture(string fault)
    {
        string path = Path.GetTempFileName();
        try
        {
            string[] options = { "--records", "20", "--interval", "5", "--pcap", path };
            AppRun run = AppRun.Of(
                fault == "none" ? options : options.Append("--fault").Append(fault).ToArray());
            Assert.AreEqual(0, run.ExitCode, run.Output + run.Error);
            Assert.AreEqual(Repeats(PcapFile.Read(path)).ToString(), run.Value("retransmissions"));
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>Segments of the board that carry nothing behind what its connection had sent.</summary>
    private static int Repeats(List<byte[]> frames)
    {
        int count = 0;
        Dictionary<int, uint> ends = new Dictionary<int, uint>();       // by the connection's port
        foreach (byte[] frame in frames.Where(IsTcp).Where(IsFromBoard).Where(frame => LengthOf(frame) > 0))
        {
            (int port, uint seq) = SourceAndSeq(frame);
            if (ends.TryGetValue(port, out uint end) && (int)(seq - end) < 0)
            {
                count++;
            }
            else
            {
                ends[port] = seq + (uint)LengthOf(frame);
            }
        }

        return count;
    }

    /// <summary>Of sequence numbers: SYN and FIN count.</summary>
    private static int LengthOf(byte[] frame)
    {
        int at = EthHeader.Length + IpHeader.Length(frame, EthHeader.Length);
        return EthHeader.Length + IpHeader.TotalLength(frame, EthHeader.Length)
            - at - TcpHeader.Length(frame, at)
            + (Has(frame, TcpHeader.Syn) ? 1 : 0) + (Has(frame, TcpHeader.Fin) ? 1 : 0);
    }

    private static bool IsFromBoard(byte[] frame)
    {
        const uint Board = 0xC0A80702;                  // 192.168.7.2
        return IpHeader.Source(frame, EthHeader.Length) == Board;
    }

    private static void Capture(string path)
    {
        AppRun run = AppRun.Of("--records", "5", "--interval", "20", "--pcap", path);
        Assert.AreEqual(0, run.ExitCode, run.Output + run.Error);
    }

    private static bool IsTcp(byte[] frame)
    {
        return EthHeader.Type(frame, 0) == EthHeader.TypeIp
            && IpHeader.Protocol(frame, EthHeader.Length) == IpHeader.ProtocolTcp;
    }

    /// <summary>Ends and sequence numbers with a flag: what a busy machine sends twice is one.</summary>
    private static int Distinct(List<byte[]> segments, int flag)
    {
        return segments.Where(frame => Has(frame, flag)).Select(SourceAndSeq).Distinct().Count();
    }

    private static (int Port, uint Seq) SourceAndSeq(byte[] frame)
    {
        int at = EthHeader.Length + IpHeader.Length(frame, EthHeader.Length);
        return (TcpHeader.SourcePort(frame, at), TcpHeader.SeqNumber(frame, at));
    }

    private static bool Has(byte[] frame, int flag)
    {
        int at = EthHeader.Length + IpHeader.Length(frame, EthHeader.Length);
        return (TcpHeader.Flags(frame, at) & flag) != 0;
    }

    private static string[] Tshark(params string[] arguments)
    {
        ProcessStartInfo start = new ProcessStartInfo("tshark")
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        };
        arguments.ToList().ForEach(start.ArgumentList.Add);
        try
        {
            using Process process = Process.Start(start);
            process.ErrorDataReceived += (sender, e) => { };
            process.BeginErrorReadLine();
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            Assert.AreEqual(0, process.ExitCode, "tshark's exit code");
            return output.Split('\n').Where(line => line.Trim().Length > 0).ToArray();
        }
        catch (Win32Exception)
        {
            Assert.Inconclusive("tshark is not installed");
            return null;
        }
    }
}
