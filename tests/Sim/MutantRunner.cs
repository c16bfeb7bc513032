using System;
using System.Diagnostics;
using System.IO;
using System.Reflection;

namespace NanoStack.Sim;

/// <summary>Shows of every planted bug that the simulation finds it: each in a process of its own, for
/// a mutant may also hang.</summary>
internal static class MutantRunner
{
    private const double SecondsMax = 90;
    private const int ProcessMsMax = 150000;
    private const int ExitFound = 3;
    private const string EntryPoint = "FindViolation";

    /// <summary>Runs all, or those whose name contains a word.</summary>
    /// <returns>0 when every one was found.</returns>
    public static int RunAll(string word)
    {
        int found = 0;
        int missed = 0;
        for (int i = 0; i < Mutations.All.Length; i++)
        {
            Mutation mutation = Mutations.All[i];
            if (word != null && !mutation.Name.Contains(word))
            {
                continue;
            }

            string answer = RunInProcess(i, out bool isFound);
            found += isFound ? 1 : 0;
            missed += isFound ? 0 : 1;
            Console.Out.WriteLine("| " + mutation.Name + " | " + mutation.File + " | " + answer + " |");
        }

        Console.Out.WriteLine("mutants: " + found + " passed, " + missed + " failed");
        return missed == 0 ? 0 : 1;
    }

    /// <summary>In the process of one mutant: runs seeds until one is violated.</summary>
    public static int RunOne(int index)
    {
        byte[] stack = MutantBuilder.Build(StackFolder(), Mutations.All[index]);
        Assembly simulation = new MutantContext(stack).LoadSimulation();
        Type runner = simulation.GetType(typeof(MutantRunner).FullName);
        MethodInfo entry = runner.GetMethod(
            EntryPoint, BindingFlags.NonPublic | BindingFlags.Static);
        bool allocates = Mutations.All[index].Name.StartsWith("an object");
        string violation = (string)entry.Invoke(null, new object[] { allocates });
        Console.Out.WriteLine(violation ?? "not found");
        return violation == null ? 0 : ExitFound;
    }

    /// <summary>Called in the mutant's copy of this class.</summary>
    /// <param name="checksAllocation">False where the first run of a mutant may end before all that is
    /// made once is made.</param>
    internal static string FindViolation(bool checksAllocation)
    {
        StringWriter text = new StringWriter();
        Runner runner = new Runner(text) { SecondsMax = SecondsMax, ChecksAllocation = checksAllocation };
        if (runner.Run(1))
        {
            return null;
        }

        string line = text.ToString().Split('\n')[0];
        return line.Length > 110 ? line.Substring(0, 110) : line;
    }

    private static string RunInProcess(int index, out bool isFound)
    {
        ProcessStartInfo start = new ProcessStartInfo(Environment.ProcessPath)
        {
            RedirectStandardOutput = true,
        };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
        {
            start.ArgumentList.Add(typeof(MutantRunner).Assembly.Location);
        }

        start.ArgumentList.Add("mutant");
        start.ArgumentList.Add(index.ToString());
        using Process process = Process.Start(start);
        System.Threading.Tasks.Task<string> output = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(ProcessMsMax))
        {
            process.Kill();
            process.WaitForExit();
            isFound = true;
            return "it hangs";
        }

        isFound = process.ExitCode == ExitFound;
        return output.Result.Trim().Replace('\n', ' ').Replace("sim: ", "").Replace('|', '/');
    }

    private static string StackFolder()
    {
        string folder = AppContext.BaseDirectory;
        while (folder != null && !File.Exists(Path.Combine(folder, "nanoStack.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return Path.Combine(folder ?? ".", "stack");
    }
}
