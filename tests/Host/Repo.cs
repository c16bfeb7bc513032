using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace NanoStack.Tests.Host;

/// <summary>Where things are: the repository's root, its sources, the built assemblies.</summary>
internal static class Repo
{
    /// <summary>The folders that hold sources.</summary>
    public static readonly string[] SourceFolders =
    {
        "stack", "hal", "boards", "firmware", "tests",
    };

    public static readonly string Root = FindRoot();

    /// <summary>What nanoFramework's packages offer; beside the repository, where it is at hand.</summary>
    public static string NanoApi => Path.GetFullPath(At("../shared/nano-api"));

    public static string At(string relative) => Path.Combine(Root, relative);

    /// <summary>Every C# file of a folder, as (path from the root, text).</summary>
    public static IEnumerable<SourceFile> Sources(params string[] folders)
    {
        foreach (string folder in folders)
        {
            if (!Directory.Exists(At(folder)))
            {
                continue;
            }

            foreach (string path in FilesBelow(folder, "*.cs"))
            {
                yield return new SourceFile(path, File.ReadAllText(At(path)));
            }
        }
    }

    /// <summary>Files below a folder, build output left out, as paths from the root.</summary>
    public static IEnumerable<string> FilesBelow(string folder, string pattern)
    {
        return Directory.EnumerateFiles(At(folder), pattern, SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
            .Where(path => !path.Contains("/bin/") && !path.Contains("/obj/"))
            .OrderBy(path => path, StringComparer.Ordinal);
    }

    /// <summary>A built assembly beside this one, or null when its project is not there yet.</summary>
    public static string Assembly(string name)
    {
        string path = Path.Combine(AppContext.BaseDirectory, name + ".dll");
        return File.Exists(path) ? path : null;
    }

    private static string FindRoot()
    {
        DirectoryInfo folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "nanoStack.sln")))
        {
            folder = folder.Parent
                ?? throw new InvalidOperationException("No nanoStack.sln above the tests.");
        }

        return folder.FullName;
    }
}

/// <summary>A C# file: its path from the root, with forward slashes, and its text.</summary>
internal sealed record SourceFile(string Path, string Text);
