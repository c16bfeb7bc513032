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
            Assert.AreEqual(2, segments.Count(frame => Has(frame, TcpHeader.Syn)), "both SYNs");
            Assert.AreEqual(2, segments.Count(frame => Has(frame, TcpHeader.Fin)), "both FINs");
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
            lines = Tshark("-r", path, "-Y", "tcp.len > 0");
            Assert.AreEqual(5, lines.Length, string.Join("\n", lines));
        }
        finally
        {
            File.Delete(path);
        }
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
