using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Xml.Linq;

namespace NanoStack.NanoClr;

/// <summary>What an .nfproj file says, its .projitems lists included.</summary>
internal sealed class DeviceProject
{
    private const string Here = "$(MSBuildThisFileDirectory)";
    private const string ListEnding = ".projitems";

    private DeviceProject(string path)
    {
        Path = path;
    }

    public string Path { get; }

    /// <summary>The file's name without its ending: unlike the assembly's it is the only one.</summary>
    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    public string AssemblyName { get; private set; }

    /// <summary>True for a program.</summary>
    public bool HasMain { get; private set; }

    public List<string> Sources { get; } = new List<string>();

    /// <summary>Names of libraries, and where the project expects each.</summary>
    public Dictionary<string, string> Libraries { get; } = new Dictionary<string, string>();

    /// <summary>Paths of the projects it needs.</summary>
    public List<string> Projects { get; } = new List<string>();

    /// <summary>Libraries of its own and of all it needs.</summary>
    public Dictionary<string, string> AllLibraries { get; } = new Dictionary<string, string>();

    /// <summary>All projects it needs, each behind those that it needs itself.</summary>
    public List<DeviceProject> AllProjects { get; } = new List<DeviceProject>();

    /// <summary>Every project below a folder, each behind those that it needs.</summary>
    public static List<DeviceProject> ReadAll(string root)
    {
        Dictionary<string, DeviceProject> known = new Dictionary<string, DeviceProject>();
        List<DeviceProject> ordered = new List<DeviceProject>();
        foreach (string path in Directory.GetFiles(root, "*.nfproj", SearchOption.AllDirectories)
            .OrderBy(path => path, StringComparer.Ordinal))
        {
            Read(path, known, ordered);
        }

        return ordered;
    }

    private static DeviceProject Read(
        string path, Dictionary<string, DeviceProject> known, List<DeviceProject> ordered)
    {
        if (known.TryGetValue(path, out DeviceProject project))
        {
            return project;
        }

        project = new DeviceProject(path);
        known.Add(path, project);
        project.ReadFile(path);
        foreach (string item in project.Projects)
        {
            DeviceProject needed = Read(item, known, ordered);
            project.AllProjects.AddRange(
                needed.AllProjects.Append(needed).Except(project.AllProjects).ToList());
            AddLibraries(
                needed.AllLibraries.Where(item => !IsProgram(item.Value)), project.AllLibraries);
        }

        AddLibraries(project.Libraries, project.AllLibraries);
        ordered.Add(project);
        return project;
    }

    /// <summary>Whoever uses a test assembly must not get its launcher too: the first program of an image
    /// is the one that runs.</summary>
    private static bool IsProgram(string hintPath)
    {
        return hintPath != null && hintPath.EndsWith(".exe", StringComparison.OrdinalIgnoreCase);
    }

    private static void AddLibraries(
        IEnumerable<KeyValuePair<string, string>> from, Dictionary<string, string> to)
    {
        foreach (KeyValuePair<string, string> library in from)
        {
            to.TryAdd(library.Key, library.Value);
        }
    }

    /// <summary>The project's file, or a list it imports.</summary>
    private void ReadFile(string path)
    {
        string folder = System.IO.Path.GetDirectoryName(path);
        foreach (XElement item in XDocument.Load(path).Descendants())
        {
            string include = ((string)item.Attribute("Include"))?.Replace(Here, "");
            switch (item.Name.LocalName)
            {
                case "AssemblyName":
                    AssemblyName = item.Value;
                    break;
                case "OutputType":
                    HasMain = item.Value == "Exe";
                    break;
                case "Compile":
                    AddSources(folder, include);
                    break;
                case "Reference":
                    string hint = item.Elements()
                        .FirstOrDefault(child => child.Name.LocalName == "HintPath")?.Value;
                    Libraries[include] = hint == null ? null : At(folder, hint);
                    break;
                case "ProjectReference":
                    Projects.Add(At(folder, include));
                    break;
                case "Import" when ((string)item.Attribute("Project")).EndsWith(ListEnding):
                    ReadFile(At(folder, (string)item.Attribute("Project")));
                    break;
            }
        }
    }

    private void AddSources(string folder, string include)
    {
        string path = At(folder, include);
        if (!path.Contains('*'))
        {
            Sources.Add(path);
            return;
        }

        Sources.AddRange(Directory.GetFiles(
            System.IO.Path.GetDirectoryName(path), System.IO.Path.GetFileName(path))
            .OrderBy(item => item, StringComparer.Ordinal));
    }

    private static string At(string folder, string relative)
    {
        return System.IO.Path.GetFullPath(
            System.IO.Path.Combine(folder, relative.Replace('\\', '/')));
    }
}
