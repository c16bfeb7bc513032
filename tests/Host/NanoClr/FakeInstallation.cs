using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using NanoStack.NanoClr;

namespace NanoStack.Tests.Host.NanoClr;

/// <summary>A repository of three small device projects, and tools that only pretend: a core library of a
/// dozen types, a processor that copies, an interpreter that prints a text.</summary>
internal sealed class FakeInstallation : IDisposable
{
    private const string CoreLibrary = @"
namespace System
{
    public class Object { }
    public abstract class ValueType { }
    public struct Void { }
    public struct Int32 { }
    public struct Boolean { }
    public sealed class String { }
    public abstract class Attribute { }
}";

    private const string Processor = @"#!/bin/sh
while [ $# -gt 0 ]; do
    case $1 in
        -parse) in=$2; shift 2 ;;
        -compile) out=$2; shift 3 ;;
        -loadhints) shift 3 ;;
        *) echo ""unknown $1""; exit 1 ;;
    esac
done
WORDS
cp ""$in"" ""$out""
";

    private readonly string _folder = Directory.CreateTempSubdirectory("nanoclr").FullName;

    public FakeInstallation()
    {
        File.WriteAllText(Path.Combine(_folder, "core.cs"), CoreLibrary);
        Directory.CreateDirectory(At("lib"));
        AddProject("core", "mscorlib", false, "<Compile Include=\"..\\core.cs\" />");
        DeviceProject core = DeviceProject.ReadAll(_folder).Single();
        List<string> errors = Compiler.Compile(core, Array.Empty<string>(), At("lib/mscorlib.dll"));
        if (errors.Count > 0)
        {
            throw new InvalidOperationException(string.Join("\n", errors));
        }

        File.WriteAllText(At("lib/mscorlib.pe"), "core");
        Directory.Delete(At("core"), true);
        AddProject("Stack", "Stack", false, Library + Source("Stack", "public class Stack { }"));
        AddProject(
            "NFUnitTest", "NFUnitTest", false,
            Needs("Stack") + Source("NFUnitTest", "class Tests { Stack _stack; }"));
        AddProject(
            "NanoStack.SelfTest", "NanoStack.SelfTest", true,
            Needs("Stack") + Source("NanoStack.SelfTest", "class P { static void Main() { } }"));
        SetProcessor("");
        SetRunner("memory free at start: 80000", "passed A", "1 passed, 0 failed, 0 skipped");
    }

    public string Output => At("out");

    /// <summary>What tells the runner its heap's size.</summary>
    public string HeapOption { get; set; }

    private static string Library => "<Reference Include=\"mscorlib\" />";

    public void Dispose()
    {
        Directory.Delete(_folder, true);
    }

    public string At(string relative) => Path.Combine(_folder, relative);

    public void SetSource(string project, string text)
    {
        File.WriteAllText(At(project + "/" + project + ".cs"), text);
    }

    /// <param name="shell">What it does beside copying.</param>
    public void SetProcessor(string shell)
    {
        WriteProgram("processor", Processor.Replace("WORDS", shell));
    }

    /// <summary>What the self-test prints; the unit tests always print the same.</summary>
    public void SetRunner(params string[] selfTest)
    {
        SetRunners(selfTest, selfTest);
    }

    /// <summary>What the self-test prints, and what it prints in a heap whose size was told.</summary>
    public void SetRunners(string[] selfTest, string[] inToldHeap)
    {
        WriteProgram("runner", "#!/bin/sh\n"
            + "[ \"$1 $2\" = 'run --assemblies' ] || exit 1\n"
            + "echo '   Assembly: Stack (0.0.0.0)   (123 RAM - 456 ROM - 78 METADATA)'\n"
            + "case \"$*\" in\n*NFUnitTest.pe*) echo 'Test passed,A.B.0,1' ;;\n"
            + "*'--heap '*) [ \"$(echo \"$*\" | sed 's/.*--heap //')\" -gt 1000 ] || exit 1\n"
            + Echoes(inToldHeap) + ";;\n*)\n" + Echoes(selfTest) + ";;\nesac\n");
    }

    private static string Echoes(string[] lines)
    {
        return string.Concat(lines.Select(line => "echo '" + line + "'\n"));
    }

    /// <summary>A project that needs a library of the ESP32.</summary>
    public void AddChipProject()
    {
        AddProject(
            "Chip", "Chip", true,
            Library + "<Reference Include=\"nanoFramework.Hardware.Esp32\" />"
                + Source("Chip", "class C { static void Main() { } }"));
    }

    /// <summary>Runs the lane.</summary>
    /// <param name="isBuildOnly">Builds and runs nothing; there is no interpreter then.</param>
    /// <returns>What it printed.</returns>
    public string Run(out Counts counts, bool isBuildOnly = false)
    {
        Dictionary<string, string> variables = new Dictionary<string, string>
        {
            [Toolchain.RunnerVariable] = At(isBuildOnly ? "no-runner" : "runner"),
            [Toolchain.ProcessorVariable] = "\"" + At("processor") + "\"",
            [Toolchain.LibraryVariable] = At("lib"),
            [Toolchain.HeapVariable] = HeapOption,
        };
        Toolchain tools = Toolchain.Find(name => variables.GetValueOrDefault(name), _folder);
        StringWriter text = new StringWriter();
        DeviceLane lane = new DeviceLane(_folder, Output, tools, text);
        lane.Run(isBuildOnly);
        counts = lane.Counts;
        return text.ToString();
    }

    private static string Needs(string project)
    {
        return "<ProjectReference Include=\"..\\" + project + "\\" + project + ".nfproj\" />";
    }

    private string Source(string project, string text)
    {
        Directory.CreateDirectory(At(project));
        SetSource(project, text);
        return "<Compile Include=\"" + project + ".cs\" />";
    }

    private void AddProject(string name, string assembly, bool hasMain, string items)
    {
        Directory.CreateDirectory(At(name));
        File.WriteAllText(
            At(name + "/" + name + ".nfproj"),
            "<Project><PropertyGroup><AssemblyName>" + assembly + "</AssemblyName><OutputType>"
            + (hasMain ? "Exe" : "Library") + "</OutputType></PropertyGroup><ItemGroup>" + items
            + "</ItemGroup></Project>");
    }

    private void WriteProgram(string name, string text)
    {
        File.WriteAllText(At(name), text.Replace("\r\n", "\n"));
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(
                At(name), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}
