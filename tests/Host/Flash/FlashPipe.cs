using System;
using System.Diagnostics;
using System.IO;
using System.Text;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace NanoStack.Tests.Host.Flash;

/// <summary>A port that stays open and silent after what it said first: a named pipe.</summary>
internal sealed class FlashPipe : IDisposable
{
    private readonly FileStream _stream;

    public FlashPipe(FlashBench bench, string line)
    {
        Path = bench.Folder + "/ttyACM0";
        using Process process = Process.Start("mkfifo", Path);
        process.WaitForExit();
        Assert.AreEqual(0, process.ExitCode);
        _stream = new FileStream(Path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, 0);
        _stream.Write(Encoding.ASCII.GetBytes(line + "\r\n"));
    }

    public string Path { get; }

    public void Dispose()
    {
        _stream.Dispose();
    }
}
