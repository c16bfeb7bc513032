using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace NanoStack.Tests.Host.Flash;

/// <summary>A folder with a fake nanoff, a fake stty and a file that stands for the serial port; runs
/// firmware/flash.sh or flash.ps1 with nothing else but the system's tools on the PATH.</summary>
internal sealed class FlashBench : IDisposable
{
    /// <summary>The rate of nanoFramework's images for the ESP32.</summary>
    public const string Rate = "921600";

    private const string Nanoff = @"#!/bin/bash
echo ""$*"" >> ""$FAKE/calls""
step=update
for word in ""$@""; do
    case $word in
        --listports | --devicedetails | --deploy) step=${word#--} ;;
    esac
done
cat ""$FAKE/$step.text"" 2> /dev/null
[ ! -e ""$FAKE/$step.code"" ] || exit ""$(cat ""$FAKE/$step.code"")""
";

    private const string Stty = @"#!/bin/bash
echo ""$*"" >> ""$FAKE/stty""
[ ! -e ""$FAKE/stty.code"" ] || exit 1
";

    private readonly string _script;

    public FlashBench(string script)
    {
        _script = script;
        Folder = Directory.CreateTempSubdirectory("flash").FullName;
        Directory.CreateDirectory(Path.Combine(Folder, "bin"));
        Tool("nanoff", Nanoff);
        Tool("stty", Stty);
        Tool("sleep", "#!/bin/bash\n");
        Port = Write("ttyUSB0", "");
        Ports(Port);
        Native("0xF8A54575");
        Firmware = Write("nanoCLR.bin", "firmware");
        Application = Write("app.bin", "\0NanoStack.Hal.Native\0");
    }

    public string Folder { get; }

    /// <summary>What stands for the serial port; its text is what the board says.</summary>
    public string Port { get; }

    public string Firmware { get; }

    /// <summary>An image that refers to the native part.</summary>
    public string Application { get; }

    /// <summary>Every call of nanoff, its arguments in one line.</summary>
    public string[] Calls => Lines("calls");

    /// <summary>Every call of stty.</summary>
    public string[] SttyCalls => Lines("stty");

    /// <summary>The words that both scripts share: key and sentence.</summary>
    public static Dictionary<string, string> Messages(string script)
    {
        return Regex.Matches(Text(script), @"^([a-z-]+)\|(.+)$", RegexOptions.Multiline)
            .ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value);
    }

    public static string Text(string script)
    {
        return File.ReadAllText(Repo.At("firmware/" + script)).Replace("\r\n", "\n");
    }

    public string Write(string name, string text)
    {
        string path = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path));
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>What <c>nanoff --listports</c> answers.</summary>
    public void Ports(params string[] names)
    {
        Write("listports.text", names.Length == 0
            ? "No available COM port.\n\n"
            : "Available COM ports:\n" + string.Concat(names.Select(name => "  " + name + "\n")) + "\n");
    }

    /// <summary>The checksum of the native part in the board's firmware; null when it has none.</summary>
    public void Native(string checksum)
    {
        Write("devicedetails.text", "\nNative Assemblies:\n  mscorlib v100.5.0.24, checksum 0x445C7AF9\n"
            + (checksum == null
                ? ""
                : "  NanoStack.Hal.Native v1.0.0.0, checksum " + checksum + "\n"));
    }

    /// <summary>The step (update, devicedetails, deploy) ends with this code of nanoff's.</summary>
    public void Fails(string step, int code)
    {
        Write(step + ".code", code.ToString());
        Write(step + ".text", "Error E" + code + ": as nanoff words it.\n");
    }

    /// <summary>What the board says on the port.</summary>
    public void Says(params string[] lines)
    {
        File.WriteAllText(Port, string.Concat(lines.Select(line => line + "\r\n")));
    }

    /// <summary>chmod, with an octal number.</summary>
    public static void Mode(string path, string octal)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, (UnixFileMode)Convert.ToInt32(octal, 8));
        }
    }

    public void SttyFails() => Write("stty.code", "1");

    public void WithoutNanoff() => File.Delete(Path.Combine(Folder, "bin", "nanoff"));

    public FlashResult Run(params string[] args) => Start(null, Repo.At("firmware/" + _script), args);

    /// <summary>Runs as somebody who is not root: root may open everything.</summary>
    public FlashResult RunAsNobody(params string[] args)
    {
        string copy = Path.Combine(Folder, _script);
        File.Copy(Repo.At("firmware/" + _script), copy);
        if (Environment.UserName != "root")
        {
            return Start(null, copy, args);
        }

        Mode(Folder, "777");
        return Start("setpriv --reuid=65534 --regid=65534 --clear-groups", copy, args);
    }

    public void Dispose()
    {
        Directory.Delete(Folder, true);
    }

    private FlashResult Start(string prefix, string script, string[] args)
    {
        string shell = _script.EndsWith(".sh") ? "bash" : FlashPs1Tests.Pwsh;
        List<string> words = (prefix ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).ToList();
        words.Add(shell);
        words.AddRange(shell == "bash" ? new[] { script } : new[] { "-NoProfile", "-File", script });
        words.AddRange(args);
        return ScriptProcess.Run(_script, words, Folder, Path.Combine(Folder, "bin") + ":/usr/bin:/bin");
    }

    private void Tool(string name, string text)
    {
        Mode(Write("bin/" + name, text.Replace("\r\n", "\n")), "755");
    }

    private string[] Lines(string name)
    {
        string path = Path.Combine(Folder, name);
        return File.Exists(path) ? File.ReadAllLines(path) : Array.Empty<string>();
    }
}
