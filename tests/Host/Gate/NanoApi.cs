using System.Collections.Generic;
using System.IO;
using System.Text.RegularExpressions;

namespace NanoStack.Tests.Host.Gate;

/// <summary>What nanoFramework's packages offer, read from their lists of types and members.</summary>
internal sealed class NanoApi
{
    private readonly HashSet<string> _names = new HashSet<string>();

    public NanoApi(IEnumerable<string> lines)
    {
        string type = "";
        foreach (string line in lines)
        {
            if (line.Length == 0)
            {
                continue;
            }

            if (line[0] != ' ')
            {
                type = line.Substring(line.IndexOf(' ') + 1).Trim();
                _names.Add(type);
                continue;
            }

            Match field = Regex.Match(line, @"^  field \S+ (\S+)$");
            Match method = Regex.Match(line, @"^  (?:static )?\S+ (\S+)\((.*)\)$");
            if (field.Success)
            {
                _names.Add(type + "::" + field.Groups[1].Value);
            }
            else if (method.Success)
            {
                string arguments = method.Groups[2].Value.Replace(", ", ",");
                _names.Add(type + "::" + method.Groups[1].Value + "(" + arguments + ")");
            }
        }
    }

    /// <summary>The lists beside the repository, or null where they are not at hand.</summary>
    public static NanoApi Find()
    {
        if (!Directory.Exists(Repo.NanoApi))
        {
            return null;
        }

        List<string> lines = new List<string>();
        foreach (string path in Directory.GetFiles(Repo.NanoApi, "*.txt"))
        {
            lines.AddRange(File.ReadAllLines(path));
        }

        return new NanoApi(lines);
    }

    public bool Has(string name) => _names.Contains(name);
}
