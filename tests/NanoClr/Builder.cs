using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace NanoStack.NanoClr;

/// <summary>From a project to its .pe: compile, convert.</summary>
internal sealed class Builder
{
    private const string MinimizeError = "Exception minimizing";    // said with exit code 0
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    /// <summary>Libraries of the ESP32, whose native half no interpreter for a PC has.</summary>
    private static readonly string[] OfTheChip =
    {
        "nanoFramework.Hardware.Esp32", "nanoFramework.Runtime.Events",
    };

    private readonly Toolchain _tools;
    private readonly string _output;
    private readonly HashSet<DeviceProject> _built = new HashSet<DeviceProject>();

    public Builder(Toolchain tools, string output)
    {
        _tools = tools;
        _output = output;
    }

    public bool IsBuilt(DeviceProject project) => _built.Contains(project);

    public string PeOf(DeviceProject project) => FileOf(project, ".pe");

    /// <summary>A library of the chip that the project needs and that is not there; null when
    /// there is none.</summary>
    public string MissingOfTheChip(DeviceProject project)
    {
        return project.AllLibraries.Keys.FirstOrDefault(
            name => Array.IndexOf(OfTheChip, name) >= 0 && LibraryOf(project, name) == null);
    }

    /// <summary>Builds a project whose needed projects were built before.</summary>
    /// <returns>What went wrong; null when nothing did.</returns>
    public string Build(DeviceProject project)
    {
        DeviceProject lacking = project.AllProjects.FirstOrDefault(item => !IsBuilt(item));
        if (lacking != null)
        {
            return "needs " + lacking.Name + ", which did not build";
        }

        string library = project.AllLibraries.Keys.FirstOrDefault(
            name => LibraryOf(project, name) == null);
        if (library != null)
        {
            return "no " + library + " with its .pe where the libraries are";
        }

        Directory.CreateDirectory(Path.GetDirectoryName(PeOf(project)));
        List<string> references = References(project);
        List<string> errors = Compiler.Compile(project, references, FileOf(project, ".dll"));
        if (errors.Count > 0)
        {
            return string.Join("\n  ", errors);
        }

        string wrong = Convert(project, references);
        if (wrong == null)
        {
            _built.Add(project);
        }

        return wrong;
    }

    /// <summary>The .pe files a program needs beside its own, each behind those that it needs.</summary>
    public List<string> PesFor(DeviceProject project)
    {
        // mscorlib first: whoever loads in this order finds what it refers to.
        return project.AllLibraries.Keys.OrderBy(name => name == "mscorlib" ? 0 : 1)
            .Select(name => Path.ChangeExtension(LibraryOf(project, name), "pe"))
            .Concat(project.AllProjects.Select(PeOf)).ToList();
    }

    /// <summary>What <c>nanoff --deploy --image</c> takes: the .pe files one behind the other, each filled
    /// up to a multiple of four bytes, the program's own last.</summary>
    public string WriteImage(DeviceProject project)
    {
        string path = Path.Combine(_output, "deploy", project.Name + ".bin");
        Directory.CreateDirectory(Path.GetDirectoryName(path));
        using FileStream image = File.Create(path);
        foreach (string pe in PesFor(project).Append(PeOf(project)))
        {
            byte[] bytes = File.ReadAllBytes(pe);
            image.Write(bytes);
            image.Write(new byte[(4 - (bytes.Length & 3)) & 3]);
        }

        return path;
    }

    private string Convert(DeviceProject project, List<string> references)
    {
        File.Delete(PeOf(project));
        List<string> arguments = new List<string>();
        foreach (string reference in references)
        {
            arguments.AddRange(new[]
            {
                "-loadhints", Path.GetFileNameWithoutExtension(reference), reference,
            });
        }

        arguments.AddRange(new[]
        {
            "-parse", FileOf(project, ".dll"), "-compile", PeOf(project), "false",
        });
        ToolRun run = _tools.Processor.Run(arguments, Limit);
        bool isGood = run.ExitCode == 0 && !run.Output.Contains(MinimizeError)
            && File.Exists(PeOf(project)) && new FileInfo(PeOf(project)).Length > 0;
        return isGood ? null : "the metadata processor: " + run.Output.Trim();
    }

    private List<string> References(DeviceProject project)
    {
        return project.AllLibraries.Keys.Select(name => LibraryOf(project, name))
            .Concat(project.AllProjects.Select(item => FileOf(item, ".dll"))).ToList();
    }

    private string LibraryOf(DeviceProject project, string name)
    {
        return _tools.Library(name, project.AllLibraries[name]);
    }

    private string FileOf(DeviceProject project, string ending)
    {
        return Path.Combine(_output, project.Name, project.AssemblyName + ending);
    }
}
