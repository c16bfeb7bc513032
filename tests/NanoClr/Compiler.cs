using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;
using Microsoft.CodeAnalysis.Text;

namespace NanoStack.NanoClr;

/// <summary>C# to IL against nanoFramework's library alone: what <c>csc -noconfig -nostdlib</c>
/// does.</summary>
internal static class Compiler
{
    /// <summary>As the .nfproj files: later compilers' hidden types shift the table of native
    /// methods.</summary>
    private const LanguageVersion Language = LanguageVersion.CSharp10;

    private const string DeviceSymbol = "NANOFRAMEWORK_1_0";

    /// <summary>Compiles a project to a file.</summary>
    /// <returns>Errors, each a line as a compiler prints it; empty when there are none.</returns>
    public static List<string> Compile(
        DeviceProject project, IEnumerable<string> references, string outputFile)
    {
        return Compile(
            project.AssemblyName, project.HasMain, project.Sources, references, outputFile);
    }

    /// <summary>Compiles files to an assembly.</summary>
    /// <returns>Errors, each a line as a compiler prints it; empty when there are none.</returns>
    public static List<string> Compile(
        string name, bool isProgram, IEnumerable<string> sources, IEnumerable<string> references,
        string outputFile)
    {
        CSharpParseOptions parse = new CSharpParseOptions(
            Language, preprocessorSymbols: new[] { DeviceSymbol });
        IEnumerable<SyntaxTree> trees = sources.Select(path => CSharpSyntaxTree.ParseText(
            SourceText.From(File.ReadAllText(path), Encoding.UTF8), parse, path));
        CSharpCompilationOptions options = new CSharpCompilationOptions(
            isProgram
                ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary,
            optimizationLevel: OptimizationLevel.Release, deterministic: true);
        CSharpCompilation compilation = CSharpCompilation.Create(
            name, trees,
            references.Select(path => MetadataReference.CreateFromFile(path)), options);

        EmitResult result;
        using (FileStream file = File.Create(outputFile))
        {
            result = compilation.Emit(file);
        }

        return result.Diagnostics.Where(item => item.Severity == DiagnosticSeverity.Error)
            .Select(item => item.ToString()).ToList();
    }
}
