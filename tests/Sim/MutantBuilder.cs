using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace NanoStack.Sim;

/// <summary>Compiles stack/ with one planted bug, in memory; nothing on disk changes.</summary>
internal static class MutantBuilder
{
    /// <summary>The assembly with a mutation; with null the one without.</summary>
    public static byte[] Build(string stackFolder, Mutation mutation)
    {
        CSharpParseOptions options = new CSharpParseOptions(LanguageVersion.CSharp10);
        List<SyntaxTree> trees = new List<SyntaxTree>();
        bool isPlanted = mutation == null;
        foreach (string path in SourcesOf(stackFolder))
        {
            string text = File.ReadAllText(path).Replace("\r\n", "\n");
            string name = Path.GetRelativePath(stackFolder, path).Replace('\\', '/');
            if (mutation != null && name == mutation.File)
            {
                text = Plant(text, mutation);
                isPlanted = true;
            }

            trees.Add(CSharpSyntaxTree.ParseText(SourceText.From(text), options, path));
        }

        if (!isPlanted)
        {
            throw new InvalidOperationException(mutation.File + " is not there");
        }

        return Compile(trees);
    }

    private static byte[] Compile(List<SyntaxTree> trees)
    {
        string platform = (string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES");
        IEnumerable<MetadataReference> references = platform.Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path).StartsWith("System."))
            .Select(path => MetadataReference.CreateFromFile(path));
        CSharpCompilation compilation = CSharpCompilation.Create(
            "NanoStack", trees, references,
            new CSharpCompilationOptions(
                OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release));
        using MemoryStream stream = new MemoryStream();
        Microsoft.CodeAnalysis.Emit.EmitResult result = compilation.Emit(stream);
        if (!result.Success)
        {
            throw new InvalidOperationException(
                string.Join("\n", result.Diagnostics.Where(
                    item => item.Severity == DiagnosticSeverity.Error)));
        }

        return stream.ToArray();
    }

    private static string Plant(string text, Mutation mutation)
    {
        int at = text.IndexOf(mutation.Original, StringComparison.Ordinal);
        int last = text.LastIndexOf(mutation.Original, StringComparison.Ordinal);
        if (at < 0 || at != last)
        {
            throw new InvalidOperationException(
                mutation.Name + ": its place in " + mutation.File
                + (at < 0 ? " is not there any more" : " is there more than once")
                + "; change tests/Sim/Mutations.cs with the code");
        }

        return text.Remove(at, mutation.Original.Length).Insert(at, mutation.Mutant);
    }

    private static IEnumerable<string> SourcesOf(string folder)
    {
        return Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Where(path => !IsBuildOutput(Path.GetRelativePath(folder, path)))
            .OrderBy(path => path, StringComparer.Ordinal);
    }

    private static bool IsBuildOutput(string path)
    {
        string first = path.Split('/', '\\')[0];
        return first == "bin" || first == "obj";
    }
}
