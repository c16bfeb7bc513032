using System;
using System.IO;

namespace NanoStack.NanoClr;

/// <summary>The device projects on nanoFramework's own tools: compiled, converted, loaded, run.</summary>
/// <remarks>
/// From: <c>./ci nanoclr</c>. To: <see cref="DeviceLane.Run"/>. The last line is
/// <c>nanoclr: N passed, N failed, N skipped</c>.
/// </remarks>
internal static class Program
{
    private const string OutputFolder = "artifacts/nanoclr";

    /// <param name="args">A folder for what is built; none for <c>artifacts/nanoclr</c>.</param>
    /// <returns>0 when nothing failed.</returns>
    private static int Main(string[] args)
    {
        string root = FindRoot();
        string folder = args.Length > 0 ? args[0] : OutputFolder;
        string output = Path.GetFullPath(Path.Combine(root, folder));
        Toolchain tools = Toolchain.Find(Environment.GetEnvironmentVariable, root);
        DeviceLane lane = new DeviceLane(root, output, tools, Console.Out);
        lane.Run();
        Console.WriteLine("nanoclr: " + lane.Counts.Text);
        return lane.Counts.Failed == 0 ? 0 : 1;
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
