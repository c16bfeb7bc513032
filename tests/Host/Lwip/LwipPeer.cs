using System;
using System.Diagnostics;
using System.IO;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoStack.Tests.Host.Tap;

namespace NanoStack.Tests.Host.Lwip;

/// <summary>A host that runs lwIP, a program of its own, on the same switch as the board.</summary>
/// <remarks>The switch is a bridge of the kernel in the bench's namespace: the board's TAP interface
/// is one port, lwIP's the other.</remarks>
internal sealed class LwipPeer : IDisposable
{
    public const string Ip = "10.77.0.3";

    private const string InterfaceName = "lwip0";
    private const string Mask = "255.255.255.0";
    private const string HeaderPath = "/usr/include/lwip/lwip/tcp.h";

    private static readonly Lazy<string> Program = new Lazy<string>(Compile);

    private Process _process;

    /// <param name="arguments">What it is to do: see the head of lwip_peer.c.</param>
    public LwipPeer(TapBench bench, params string[] arguments)
    {
        string program = Program.Value;
        bench.Kernel.Execute("ip", "tuntap", "add", InterfaceName, "mode", "tap");
        bench.Kernel.Execute("ip", "link", "add", "switch0", "type", "bridge");
        foreach (string port in new[] { bench.Tap.Name, InterfaceName })
        {
            bench.Kernel.Execute("ip", "link", "set", port, "master", "switch0");
            bench.Kernel.Execute("ip", "link", "set", port, "up");
        }

        bench.Kernel.Execute("ip", "link", "set", "switch0", "up");
        ProcessStartInfo start = new ProcessStartInfo(program)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        start.ArgumentList.Add(InterfaceName);
        start.ArgumentList.Add(Ip);
        start.ArgumentList.Add(Mask);
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        bench.Kernel.Run(() => _process = Process.Start(start));
    }

    /// <summary>The first line of every test with lwIP: it runs, or is counted as skipped.</summary>
    public static void RequireOrSkip()
    {
        TapEnvironment.RequireOrSkip();
        if (!File.Exists(HeaderPath))
        {
            Assert.Inconclusive("These tests need lwIP (Debian: liblwip-dev).");
        }
    }

    /// <summary>Reads its next line, which must be this one.</summary>
    public void Expect(string line)
    {
        Assert.AreEqual(line, _process.StandardOutput.ReadLine());
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        if (!_process.WaitForExit(TapBench.CallMsMax))
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    private static string Compile()
    {
        string folder = Repo.At("artifacts/lwip");
        Directory.CreateDirectory(folder);
        string program = Path.Combine(folder, "lwip_peer");
        using Process compiler = Process.Start("gcc", new[]
        {
            "-std=gnu11", "-O1", "-Wall", "-Wextra", "-Werror", "-I/usr/include/lwip", "-o", program,
            Repo.At("tests/Host/Lwip/lwip_peer.c"), "-llwip", "-lpthread",
        });
        compiler.WaitForExit();
        Assert.AreEqual(0, compiler.ExitCode, "gcc lwip_peer.c");
        return program;
    }
}
