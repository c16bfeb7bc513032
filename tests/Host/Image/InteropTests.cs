using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace NanoStack.Tests.Host.Image;

/// <summary>CMake finds the native part by the folder that build.sh names, as nf-interpreter asks.</summary>
[TestClass]
public sealed class InteropTests
{
    [TestMethod]
    public void Package_AskedForAsUpstreamAsks_BringsSourcesVersionAndChecksum()
    {
        string table = File.ReadAllText(Repo.At("firmware/native/interop/nanostack_hal_native.cpp"));
        string checksum = Regex.Match(table, "^ *(0x[0-9A-F]{8}),", RegexOptions.Multiline).Groups[1].Value;
        int sources = new[] { "core", "esp32", "interop" }.Sum(folder => Directory
            .EnumerateFiles(Repo.At("firmware/native/" + folder)).Count(path => !path.EndsWith(".h")));

        string[] lines = Ask(Repo.At("firmware/image"));

        Assert.AreEqual("NanoStack.Hal.Native,1.0.0.0," + checksum, lines[0]);
        Assert.AreEqual(sources + " sources, 6 folders", lines[1]);
    }

    [TestMethod]
    public void Package_LookedForElsewhere_IsNotFound()
    {
        string[] lines = Ask(Repo.At("firmware"));

        StringAssert.Contains(string.Join(" ", lines), "CMake Error");
    }

    private static string[] Ask(string folder)
    {
        if (!File.Exists("/usr/bin/cmake"))
        {
            Assert.Inconclusive("cmake is not installed");
        }

        ProcessStartInfo start = new ProcessStartInfo(
            "/usr/bin/cmake", new[] { "-DIMAGE_DIR=" + folder, "-P", Repo.At("tests/Host/Image/interop.cmake") })
        {
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start);
        string output = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return output.Split('\n');
    }
}
