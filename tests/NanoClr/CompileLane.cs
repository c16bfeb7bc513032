using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace NanoStack.NanoClr;

/// <summary>Compiles every device project against the real core library, and against declarations where a
/// package may be missing.</summary>
/// <remarks>To: <see cref="Compiler"/>. Nothing is converted or run; <see cref="DeviceLane"/> does that where
/// nanoFramework's tools are.</remarks>
internal sealed class CompileLane
{
    private const string Declarations = "tests/NanoClr/Declarations";

    private readonly string _root;
    private readonly string _output;
    private readonly string _coreLibrary;
    private readonly TextWriter _out;

    /// <summary>Compiled libraries by name: declared ones, and the real core library.</summary>
    private readonly Dictionary<string, string> _libraries = new Dictionary<string, string>();

    public CompileLane(string root, string output, string coreLibrary, TextWriter text)
    {
        _root = root;
        _output = output;
        _coreLibrary = coreLibrary;
        _out = text;
    }

    public Counts Counts { get; } = new Counts();

    public void Run()
    {
        if (!File.Exists(_coreLibrary))
        {
            Counts.Skipped++;
            _out.WriteLine(
                "skipped: no " + _coreLibrary + ", which a restore of this project brings");
            return;
        }

        Directory.CreateDirectory(_output);
        _libraries["mscorlib"] = _coreLibrary;
        string folder = Path.Combine(_root, Declarations);
        foreach (string path in Directory.GetFiles(folder, "*.cs").OrderBy(path => path))
        {
            Declare(path);
        }

        foreach (DeviceProject project in DeviceProject.ReadAll(_root))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(FileOf(project)));
            Tell(project.Name, Compiler.Compile(project, References(project), FileOf(project)));
        }
    }

    /// <summary>A declared library: one file, named after it.</summary>
    private void Declare(string path)
    {
        string name = Path.GetFileNameWithoutExtension(path);
        string file = Path.Combine(_output, name + ".dll");
        Tell(
            name + " (declared)",
            Compiler.Compile(name, false, new[] { path }, new[] { _coreLibrary }, file));
        _libraries[name] = file;
    }

    /// <summary>A library that is not declared is not used by any name; else the compiler says
    /// so.</summary>
    private List<string> References(DeviceProject project)
    {
        return project.AllLibraries.Keys.Where(_libraries.ContainsKey)
            .Select(name => _libraries[name]).Concat(project.AllProjects.Select(FileOf)).ToList();
    }

    private string FileOf(DeviceProject project)
    {
        return Path.Combine(_output, project.Name, project.AssemblyName + ".dll");
    }

    private void Tell(string what, List<string> errors)
    {
        Counts.Passed += errors.Count == 0 ? 1 : 0;
        Counts.Failed += errors.Count == 0 ? 0 : 1;
        _out.WriteLine(errors.Count == 0
            ? "passed compile " + what
            : "failed compile " + what + ":\n  " + string.Join("\n  ", errors));
    }
}
