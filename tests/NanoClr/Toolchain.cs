using System;
using System.Collections.Generic;
using System.IO;

namespace NanoStack.NanoClr;

/// <summary>nanoFramework's tools and libraries as they are installed here, or what of them is
/// missing.</summary>
/// <remarks>The command lines are those of the official tools: <c>nanoclr run --assemblies</c> (dotnet tool
/// nanoclr) and <c>-loadhints ... -parse ... -compile</c> (package
/// nanoFramework.Tools.MetadataProcessor.CLI). docs/building.md says what each variable is.</remarks>
internal sealed class Toolchain
{
    public const string RunnerVariable = "NANOCLR";
    public const string RunnerOptionsVariable = "NANOCLR_OPTIONS";
    public const string ProcessorVariable = "NANOCLR_MDP";
    public const string LibraryVariable = "NANOCLR_LIB";

    private const string RunnerName = "nanoclr";
    private const string ProcessorName = "nanoFramework.Tools.MetadataProcessor";
    private const string CoreLibrary = "mscorlib";

    private readonly string _library;

    private Toolchain(string library)
    {
        _library = library;
    }

    public Tool Runner { get; private init; }

    /// <summary>Further options of the runner, its heap's size perhaps.</summary>
    public List<string> RunnerOptions { get; private init; }

    public Tool Processor { get; private init; }

    /// <summary>What is not there, one phrase each; empty when all is.</summary>
    public List<string> Missing { get; } = new List<string>();

    /// <summary>The same without what only a run needs.</summary>
    public List<string> MissingToBuild { get; } = new List<string>();

    /// <param name="variable">The value of an environment variable, null when it is not set.</param>
    /// <param name="root">Where nuget restores to <c>packages/</c>.</param>
    public static Toolchain Find(Func<string, string> variable, string root)
    {
        string path = variable("PATH");
        string runner = variable(RunnerVariable);
        string processor = variable(ProcessorVariable);
        Toolchain tools = new Toolchain(variable(LibraryVariable))
        {
            Runner = Tool.Of(runner ?? RunnerName, path),
            RunnerOptions = Tool.Words(variable(RunnerOptionsVariable)),
            Processor = Tool.Of(processor ?? ProcessorName, path),
        };
        if (tools.Runner == null)
        {
            tools.Missing.Add(runner == null
                ? "no " + RunnerName + " on the PATH (" + RunnerVariable + ")"
                : "no " + runner + ", which " + RunnerVariable + " names");
        }

        if (tools.Processor == null)
        {
            tools.Missing.Add(processor == null
                ? "no " + ProcessorName + " on the PATH (" + ProcessorVariable + ")"
                : "no " + processor + ", which " + ProcessorVariable + " names");
            tools.MissingToBuild.Add(tools.Missing[^1]);
        }

        if (!tools.HasCoreLibrary(root))
        {
            tools.Missing.Add(
                "no " + CoreLibrary + ".dll with its .pe in packages/ (" + LibraryVariable + ")");
            tools.MissingToBuild.Add(tools.Missing[^1]);
        }

        return tools;
    }

    /// <summary>A library's compiled file, whose .pe lies beside it.</summary>
    /// <param name="hintPath">Where the project expects it, used when no folder was named.</param>
    /// <returns>Null when one of the two files is not there.</returns>
    public string Library(string name, string hintPath)
    {
        string[] candidates = string.IsNullOrEmpty(_library)
            ? new[] { hintPath }
            : new[]
            {
                Path.Combine(_library, name + ".dll"), Path.Combine(_library, name + ".exe"),
            };
        return Array.Find(candidates, IsWhole);
    }

    private static bool IsWhole(string path)
    {
        return path != null && File.Exists(path) && File.Exists(Path.ChangeExtension(path, "pe"));
    }

    private bool HasCoreLibrary(string root)
    {
        if (!string.IsNullOrEmpty(_library))
        {
            return Library(CoreLibrary, null) != null;
        }

        string packages = Path.Combine(root, "packages");
        return Directory.Exists(packages) && Directory.GetFiles(
            packages, CoreLibrary + ".pe", SearchOption.AllDirectories).Length > 0;
    }
}
