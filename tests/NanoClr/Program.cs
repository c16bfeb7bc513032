using System;
using System.IO;

namespace NanoStack.NanoClr;

/// <summary>The device projects on nanoFramework's own tools: compiled, converted, loaded, run.</summary>
/// <remarks>
/// From: <c>./ci nanoclr</c>, <c>./ci device</c>. To: <see cref="DeviceLane.Run"/>,
/// <see cref="CompileLane.Run"/>. The last line is <c>nanoclr: N passed, N failed, N skipped</c>.
/// </remarks>
internal static class Program
{
    private const string OutputFolder = "artifacts/nanoclr";

    private const string CompileOnly = "--compile";
    private const string BuildOnly = "--build";

    /// <param name="args">A folder for what is built; none for <c>artifacts/nanoclr</c>. Behind it
    /// <c>--compile</c>, which needs NuGet only, or <c>--build</c>, which runs nothing.</param>
    /// <returns>0 when nothing failed.</returns>
    private static int Main(string[] args)
    {
        string root = FindRoot();
        string folder = args.Length > 0 ? args[0] : OutputFolder;
        string output = Path.GetFullPath(Path.Combine(root, folder));
        string mode = args.Length > 1 ? args[1] : "";
        if (mode == CompileOnly)
        {
            CompileLane compile = new CompileLane(root, output, CoreLibrary.Path, Console.Out);
            compile.Run();
            return End(compile.Counts);
        }

        Toolchain tools = Toolchain.Find(Environment.GetEnvironmentVariable, root);
        DeviceLane lane = new DeviceLane(root, output, tools, Console.Out);
        lane.Run(mode == BuildOnly);
        return End(lane.Counts);
    }

    private static int End(Counts counts)
    {
        Console.WriteLine("nanoclr: " + counts.Text);
        return counts.Failed == 0 ? 0 : 1;
    }

    private static string FindRoot()
    {
        DirectoryInfo folder = new DirectoryInfo(Directory.GetCurrentDirectory());
        while (!File.Exists(Path.Combine(folder.FullName, "nanoStack.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException(
                "No nanoStack.sln here or above: run ./ci nanoclr.");
        }

        return folder.FullName;
    }
}
