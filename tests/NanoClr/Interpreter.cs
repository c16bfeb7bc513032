using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;

namespace NanoStack.NanoClr;

/// <summary>Runs .pe files and reads what the interpreter and the program say.</summary>
internal sealed class Interpreter
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);
    private static readonly Regex AssemblyLine = new Regex(
        @"^\s*Assembly: (\S+) \(.*?\)\s+\((\d+) RAM - (\d+) ROM");

    private readonly Toolchain _tools;

    public Interpreter(Toolchain tools)
    {
        _tools = tools;
    }

    /// <summary>Bytes of the heap that the tables of each assembly take, as far as it was told; a project's
    /// by the project's name, because test assemblies share theirs.</summary>
    public SortedDictionary<string, int> RamByAssembly { get; } =
        new SortedDictionary<string, int>(StringComparer.Ordinal);

    /// <param name="options">The runner's; null for those it always has.</param>
    public ToolRun Run(
        DeviceProject project, IEnumerable<string> pes, IEnumerable<string> options = null)
    {
        ToolRun run = _tools.Runner.Run(
            new[] { "run", "--assemblies" }.Concat(pes).Concat(options ?? _tools.RunnerOptions),
            Limit);
        foreach (Match match in run.Lines.Select(line => AssemblyLine.Match(line))
            .Where(match => match.Success))
        {
            string name = match.Groups[1].Value;
            DeviceProject owner = project.AllProjects.Append(project)
                .FirstOrDefault(item => item.AssemblyName == name);
            RamByAssembly[owner == null ? name : owner.Name] = int.Parse(
                match.Groups[2].Value, CultureInfo.InvariantCulture);
        }

        return run;
    }

    /// <summary>True when all assemblies were loaded and linked and the program was begun.</summary>
    public static bool HasLoaded(ToolRun run, string assemblyName)
    {
        return run.Lines.Any(line => line.Trim() == "Ready.")
            && run.Lines.Select(line => AssemblyLine.Match(line))
                .Any(match => match.Success && match.Groups[1].Value == assemblyName);
    }

    /// <summary>What a program says that ends with <c>N passed, N failed, N skipped</c> and has a line for
    /// each test; null when it does not end so, or its lines are not as many.</summary>
    public static Counts OfReport(ToolRun run)
    {
        Match sum = run.Lines.Reverse()
            .Select(line => Regex.Match(line, @"^(\d+) passed, (\d+) failed, (\d+) skipped$"))
            .FirstOrDefault(match => match.Success);
        Counts counts = OfLines(run, "passed ", "failed ", "skipped ");
        return run.HasEnded && sum != null && sum.Value == counts.Text ? counts : null;
    }

    /// <summary>What nanoFramework's launcher says, a line for each test; null when the run did not end, or
    /// no test ran.</summary>
    public static Counts OfLauncher(ToolRun run)
    {
        Counts counts = OfLines(run, "Test passed,", "Test failed,", "Test skipped,");
        bool isWhole = run.HasEnded && run.ExitCode == 0 && counts.Passed > 0;
        return isWhole ? counts : null;
    }

    private static Counts OfLines(ToolRun run, string passed, string failed, string skipped)
    {
        return new Counts
        {
            Passed = run.Lines.Count(line => line.StartsWith(passed, StringComparison.Ordinal)),
            Failed = run.Lines.Count(line => line.StartsWith(failed, StringComparison.Ordinal)),
            Skipped = run.Lines.Count(line => line.StartsWith(skipped, StringComparison.Ordinal)),
        };
    }
}
