using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

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
    public const string HeapVariable = "NANOCLR_HEAP_OPTION";
    public const string ProcessorVariable = "NANOCLR_MDP";
    public const string LibraryVariable = "NANOCLR_LIB";

    private const string RunnerName = "nanoclr";
    private const string ProcessorName = "nanoFramework.Tools.MetadataProcessor";
    private const string CoreLibrary = "mscorlib";
    private const string BytesWord = "BYTES";

    private readonly string _library;

    private Toolchain(string library)
    {
        _library = library;
    }

    public Tool Runner { get; private init; }

    /// <summary>Further options of the runner, its heap's size perhaps.</summary>
    public List<string> RunnerOptions { get; private init; }

    /// <summary>What tells the runner its heap's size, with <c>BYTES</c> where the number goes; empty when
    /// it cannot be told.</summary>
    public List<string> HeapOption { get; private init; }

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
            HeapOption = Tool.Words(variable(HeapVariable)),
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

    /// <summary>The runner's options for a heap of so many bytes.</summary>
    public IEnumerable<string> OptionsOf(int heapBytes)
    {
        return RunnerOptions.Concat(
            HeapOption.Select(word => word.Replace(BytesWord, heapBytes.ToString())));
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
