using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace NanoStack.NanoClr;

/// <summary>What each assembly takes in flash and in RAM, as a table for docs/building.md.</summary>
internal sealed class SizeTable
{
    private readonly Builder _builder;
    private readonly Interpreter _interpreter;
    private readonly List<DeviceProject> _projects;

    public SizeTable(Builder builder, Interpreter interpreter, List<DeviceProject> projects)
    {
        _builder = builder;
        _interpreter = interpreter;
        _projects = projects;
    }

    public void Write(TextWriter text)
    {
        Dictionary<string, string> pes = new Dictionary<string, string>();
        foreach (string pe in _projects.SelectMany(_builder.PesFor))
        {
            pes[Path.GetFileNameWithoutExtension(pe)] = pe;
        }

        foreach (DeviceProject project in _projects)
        {
            pes[project.Name] = _builder.PeOf(project);
        }

        text.WriteLine("| assembly | .pe bytes | RAM bytes |");
        text.WriteLine("|---|---|---|");
        foreach (KeyValuePair<string, string> pe in pes.OrderBy(item => item.Key))
        {
            string ram = _interpreter.RamByAssembly.TryGetValue(pe.Key, out int bytes)
                ? bytes.ToString() : "not told";
            long size = new FileInfo(pe.Value).Length;
            text.WriteLine("| " + pe.Key + " | " + size + " | " + ram + " |");
        }
    }
}
