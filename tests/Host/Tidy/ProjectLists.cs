using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Xml.Linq;

namespace NanoStack.Tests.Host.Tidy;

/// <summary>The .projitems lists: every C# file beside them, once, and nothing else.</summary>
internal static class ProjectLists
{
    private const string Here = "$(MSBuildThisFileDirectory)";

    /// <param name="list">Path of the list from the root.</param>
    /// <param name="xml">Its text.</param>
    /// <param name="onDisk">C# files below its folder, other projects' left out.</param>
    public static List<Finding> Check(string list, string xml, IEnumerable<string> onDisk)
    {
        List<Finding> findings = new List<Finding>();
        string folder = Path.GetDirectoryName(list).Replace('\\', '/');
        List<string> listed = XDocument.Parse(xml).Descendants()
            .Where(item => item.Name.LocalName == "Compile")
            .Select(item => (string)item.Attribute("Include")).ToList();
        if (listed.Any(item => item.Contains('*')))
        {
            findings.Add(new Finding("wildcard", list, "list the files, in the corridor's order"));
            return findings;
        }

        List<string> paths = listed
            .Select(item => folder + "/" + item.Replace(Here, "").Replace('\\', '/')).ToList();
        findings.AddRange(onDisk.Except(paths)
            .Select(path => new Finding("unlisted", list, path + " is in no list")));
        findings.AddRange(paths.Except(onDisk)
            .Select(path => new Finding("missing", list, path + " does not exist")));
        findings.AddRange(paths.GroupBy(path => path).Where(group => group.Count() > 1)
            .Select(group => new Finding("twice", list, group.Key + " is listed twice")));
        return findings;
    }

    /// <summary>C# files of a list's folder, without those of projects in folders below.</summary>
    public static List<string> FilesOf(string list)
    {
        string folder = Path.GetDirectoryName(list).Replace('\\', '/');
        List<string> others = Repo.FilesBelow(folder, "*.csproj")
            .Select(path => Path.GetDirectoryName(path).Replace('\\', '/'))
            .Where(path => path != folder).ToList();
        return Repo.FilesBelow(folder, "*.cs")
            .Where(path => !others.Any(other => path.StartsWith(other + "/"))).ToList();
    }
}
