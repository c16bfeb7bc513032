using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;

namespace NanoStack.NanoClr;

/// <summary>Builds every device project, then runs the tests, the self-test and the rest.</summary>
/// <remarks>To: <see cref="Builder.Build"/>, <see cref="Interpreter.Run"/>. What is built stays in the output
/// folder: <c>deploy/</c> has the images to flash, <c>*.log</c> what each program printed.</remarks>
internal sealed class DeviceLane
{
    private const string TestAssembly = "NFUnitTest";
    private const string SelfTest = "NanoStack.SelfTest";
    private const int SmallHeapBytes = 96 * 1024;
    private const string ShortLine =
        "failed Memory_AtStart_HoldsTheStackAndItsTests: memory is short: ";

    /// <summary>Heaps too small for the self-test: no stack fits, almost one, a stack without room for the
    /// tests.</summary>
    private static readonly int[] ShortHeapsKb = { 64, 72, 80 };

    private readonly string _root;
    private readonly string _output;
    private readonly Toolchain _tools;
    private readonly TextWriter _out;
    private readonly Builder _builder;
    private readonly Interpreter _interpreter;

    public DeviceLane(string root, string output, Toolchain tools, TextWriter text)
    {
        _root = root;
        _output = output;
        _tools = tools;
        _out = text;
        _builder = new Builder(tools, output);
        _interpreter = new Interpreter(tools);
    }

    public Counts Counts { get; } = new Counts();

    /// <param name="isBuildOnly">Nothing is run, so no interpreter is wanted.</param>
    public void Run(bool isBuildOnly = false)
    {
        List<string> missing = isBuildOnly ? _tools.MissingToBuild : _tools.Missing;
        if (missing.Count > 0)
        {
            Counts.Skipped++;
            _out.WriteLine("skipped: " + string.Join(", ", missing) + "; see docs/building.md");
            return;
        }

        Directory.CreateDirectory(_output);
        List<DeviceProject> projects = DeviceProject.ReadAll(_root);
        foreach (DeviceProject project in projects)
        {
            string library = _builder.MissingOfTheChip(project);
            if (library != null)
            {
                Counts.Skipped++;
                _out.WriteLine("skipped build " + project.Name + ": no " + library
                    + " with its .pe where the libraries are");
                continue;
            }

            Tell("build " + project.Name, _builder.Build(project));
        }

        if (isBuildOnly)
        {
            return;
        }

        List<DeviceProject> built = projects.Where(_builder.IsBuilt).ToList();
        foreach (DeviceProject project in built)
        {
            if (project.AssemblyName == TestAssembly)
            {
                RunTests(project);
            }
            else if (project.HasMain)
            {
                RunProgram(project);
            }
        }

        new SizeTable(_builder, _interpreter, built).Write(_out);
    }

    /// <summary>A set of unit tests, with nanoFramework's launcher.</summary>
    private void RunTests(DeviceProject project)
    {
        List<string> pes = _builder.PesFor(project).Append(_builder.PeOf(project)).ToList();
        ToolRun run = Execute(project, pes);
        Counts counts = Interpreter.OfLauncher(run);
        TellRun(project, run, counts);
        foreach (string line in run.Lines.Where(
            line => Regex.IsMatch(line, "^Test (failed|skipped),")))
        {
            _out.WriteLine("  " + line);
        }
    }

    /// <summary>A program, and the image of it that can be flashed.</summary>
    private void RunProgram(DeviceProject project)
    {
        _out.WriteLine("image " + _builder.WriteImage(project));
        List<string> pes = _builder.PesFor(project).Append(_builder.PeOf(project)).ToList();
        ToolRun run = Execute(project, pes);
        Counts counts = Interpreter.OfReport(run);
        if (project.Name != SelfTest)
        {
            JudgeOther(project, run, counts);
            return;
        }

        TellRun(project, run, counts);
        foreach (string line in run.Lines.Where(
            line => Regex.IsMatch(line, "^(failed|skipped|memory) ")))
        {
            _out.WriteLine("  " + line);
        }

        JudgeHeap(run);
        RunInShortHeaps(project, pes);
    }

    /// <summary>Where memory is short the self-test says so, comes to its end, and no other line of it has
    /// failed.</summary>
    private void RunInShortHeaps(DeviceProject project, List<string> pes)
    {
        if (_tools.HeapOption.Count == 0)
        {
            Counts.Skipped++;
            _out.WriteLine(
                "skipped short heaps: " + Toolchain.HeapVariable
                + " does not say how this runner is told its heap's size");
            return;
        }

        foreach (int kb in ShortHeapsKb)
        {
            ToolRun run = _interpreter.Run(project, pes, _tools.OptionsOf(kb * 1024));
            File.WriteAllText(
                Path.Combine(_output, project.Name + "." + kb + "KB.log"), run.Output);
            Counts counts = Interpreter.OfReport(run);
            bool isSaid = counts != null && counts.Failed == 1
                && run.Lines.Any(line => line.StartsWith(ShortLine, StringComparison.Ordinal));
            Tell("heap of " + kb + " KB is said to be short", isSaid ? null : Tail(run));
        }
    }

    /// <summary>A program with a report runs tests that were counted before: together they are one. One
    /// without must load and begin.</summary>
    private void JudgeOther(DeviceProject project, ToolRun run, Counts counts)
    {
        bool needsReport = project.AllProjects.Any(item => item.AssemblyName == TestAssembly);
        if (counts != null)
        {
            string what = "run " + project.Name + " (" + counts.Text + ")";
            Tell(what, counts.Failed == 0 ? null : Tail(run));
        }
        else if (needsReport)
        {
            Tell("run " + project.Name, "it did not come to its end:\n  " + Tail(run));
        }
        else
        {
            Tell(
                "load " + project.Name,
                Interpreter.HasLoaded(run, project.AssemblyName) ? null : Tail(run));
        }
    }

    /// <summary>The interpreter's heap is no larger than a small board's, or that is not proven here.</summary>
    private void JudgeHeap(ToolRun run)
    {
        Match free = Regex.Match(
            run.Output, @"^memory free at start: (\d+)$", RegexOptions.Multiline);
        if (free.Success && int.Parse(free.Groups[1].Value) <= SmallHeapBytes)
        {
            Tell("heap of 96 KB", null);
            return;
        }

        Counts.Skipped++;
        _out.WriteLine(
            "skipped heap of 96 KB: this runner's is larger; " + Toolchain.RunnerOptionsVariable
            + " may make it smaller");
    }

    private ToolRun Execute(DeviceProject project, List<string> pes)
    {
        ToolRun run = _interpreter.Run(project, pes);
        File.WriteAllText(Path.Combine(_output, project.Name + ".log"), run.Output);
        return run;
    }

    private void TellRun(DeviceProject project, ToolRun run, Counts counts)
    {
        if (counts == null)
        {
            Tell("run " + project.Name, "it did not come to its end:\n  " + Tail(run));
            return;
        }

        Counts.Add(counts);
        _out.WriteLine((counts.Failed == 0 ? "passed" : "failed") + " run " + project.Name + ": "
            + counts.Text);
    }

    private void Tell(string what, string wrong)
    {
        Counts.Passed += wrong == null ? 1 : 0;
        Counts.Failed += wrong == null ? 0 : 1;
        _out.WriteLine(wrong == null ? "passed " + what : "failed " + what + ": " + wrong);
    }

    private static string Tail(ToolRun run)
    {
        return string.Join("\n  ", run.Lines.Where(line => line.Trim() != "").TakeLast(12));
    }
}
