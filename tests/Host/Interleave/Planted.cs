using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace NanoStack.Tests.Host.Interleave;

/// <summary>Compiles stack/ or hal/ with one planted bug, in memory; nothing on disk changes.</summary>
internal static class Planted
{
    private static readonly CSharpParseOptions s_options =
        new CSharpParseOptions(LanguageVersion.CSharp10);

    private static readonly Dictionary<string, CSharpCompilation> s_plain =
        new Dictionary<string, CSharpCompilation>();

    /// <summary>The product with one source saying something else.</summary>
    /// <param name="file">Path from the root: stack/... or hal/...</param>
    /// <param name="edits">What stands there, exactly once, and what shall, by turns.</param>
    public static WovenContext In(string file, params string[] edits)
    {
        byte[] mutant = Compile(file, edits, out string assembly);
        return WovenContext.WithMutant(assembly, mutant);
    }

    /// <summary>The same as an assembly, woven by nobody yet.</summary>
    public static byte[] Compile(string file, string[] edits, out string assembly)
    {
        string folder = file.Split('/')[0];
        string text = File.ReadAllText(Repo.At(file)).Replace("\r\n", "\n");
        for (int i = 0; i < edits.Length; i += 2)
        {
            text = Edit(file, text, edits[i], edits[i + 1]);
        }

        CSharpCompilation plain = Plain(folder);
        SyntaxTree old = plain.SyntaxTrees.Single(tree => tree.FilePath == file);
        SyntaxTree changed = Parse(text, file);
        using MemoryStream stream = new MemoryStream();
        Microsoft.CodeAnalysis.Emit.EmitResult result =
            plain.ReplaceSyntaxTree(old, changed).Emit(stream);
        if (!result.Success)
        {
            throw new InvalidOperationException(string.Join("\n", result.Diagnostics.Where(
                item => item.Severity == DiagnosticSeverity.Error)));
        }

        assembly = plain.AssemblyName;
        return stream.ToArray();
    }

    private static string Edit(string file, string text, string original, string mutant)
    {
        int at = text.IndexOf(original, StringComparison.Ordinal);
        if (at < 0 || at != text.LastIndexOf(original, StringComparison.Ordinal))
        {
            throw new InvalidOperationException(
                "in " + file + " this must stand once; change the test with the code: " + original);
        }

        return text.Remove(at, original.Length).Insert(at, mutant);
    }

    private static CSharpCompilation Plain(string folder)
    {
        lock (s_plain)
        {
            if (!s_plain.TryGetValue(folder, out CSharpCompilation plain))
            {
                plain = Compile(folder);
                s_plain.Add(folder, plain);
            }

            return plain;
        }
    }

    private static CSharpCompilation Compile(string folder)
    {
        bool isHal = folder == "hal";
        string platform = (string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES");
        List<MetadataReference> references = platform.Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal))
            .Select(path => (MetadataReference)MetadataReference.CreateFromFile(path)).ToList();
        if (isHal)
        {
            references.Add(MetadataReference.CreateFromFile(Repo.Assembly("NanoStack")));
            references.Add(MetadataReference.CreateFromFile(Repo.Assembly("NanoStack.Hal.Native")));
        }

        IEnumerable<SyntaxTree> trees = Repo.Sources(folder)
            .Where(source => !isHal || !IsElsewhere(source.Path))
            .Select(source => Parse(source.Text.Replace("\r\n", "\n"), source.Path));
        return CSharpCompilation.Create(
            isHal ? "NanoStack.Hal" : "NanoStack", trees, references,
            new CSharpCompilationOptions(
                OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release));
    }

    /// <summary>Below hal, in assemblies of their own.</summary>
    private static bool IsElsewhere(string path)
    {
        return path.StartsWith("hal/Host/", StringComparison.Ordinal)
            || path.StartsWith("hal/Native/", StringComparison.Ordinal)
            || path.StartsWith("hal/Esp32/", StringComparison.Ordinal);
    }

    private static SyntaxTree Parse(string text, string path)
    {
        return CSharpSyntaxTree.ParseText(text, s_options, path);
    }
}
