using System;
using System.ComponentModel;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace NanoStack.Tests.Host.Tap;

/// <summary>Whether this machine lets a test open a TAP device.</summary>
internal static class TapEnvironment
{
    /// <summary>The MSTest category of tests that call <see cref="RequireOrSkip"/>.</summary>
    public const string Category = "Tap";

    private const string TunPath = "/dev/net/tun";

    private static readonly Lazy<string> Found = new Lazy<string>(Look);

    /// <summary>Why TAP tests cannot run here, in a line; null when they can.</summary>
    public static string Obstacle() => Found.Value;

    /// <summary>The first line of every TAP test: it runs, or is counted as skipped.</summary>
    public static void RequireOrSkip()
    {
        string obstacle = Obstacle();
        if (obstacle != null)
        {
            Assert.Inconclusive(obstacle);
        }
    }

    /// <summary>Whether a program is on the PATH.</summary>
    public static bool HasProgram(string name)
    {
        return (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Any(folder => File.Exists(Path.Combine(folder, name)));
    }

    private static string Look()
    {
        if (!Lane.IsOn("tap"))
        {
            return "TAP tests take a minute and have a lane of their own: sudo ./ci tap.";
        }

        if (!OperatingSystem.IsLinux())
        {
            return "TAP tests need Linux.";
        }

        if (geteuid() != 0)
        {
            return "TAP tests need root (sudo ./ci tap).";
        }

        if (!File.Exists(TunPath))
        {
            return "TAP tests need " + TunPath + ".";
        }

        try
        {
            using FileStream stream = new FileStream(TunPath, FileMode.Open, FileAccess.ReadWrite);
            using KernelHost host = new KernelHost();
            host.Execute("ip", "link", "show");
            host.Execute("ping", "-V");
            return null;
        }
        catch (Exception exception) when (exception is IOException
            || exception is UnauthorizedAccessException)
        {
            return "TAP tests need " + TunPath + " to open: " + exception.Message;
        }
        catch (Exception exception) when (exception is InvalidOperationException
            || exception is Win32Exception)
        {
            return "TAP tests need network namespaces, ip and ping: " + exception.Message;
        }
    }

    [DllImport("libc")]
    private static extern uint geteuid();
}
