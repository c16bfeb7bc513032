using System;
using System.IO;
using System.Threading;

namespace NanoStack.VirtualBoard;

/// <summary>The program without its process, so that a test can run it.</summary>
/// <remarks>From: <see cref="Program"/>. To: <see cref="CommandLine"/>, <see cref="Run"/>.</remarks>
internal static class App
{
    /// <summary>Everything arrived, or the user ended the run.</summary>
    public const int Done = 0;

    /// <summary>Something did not work; one line on the error stream says what.</summary>
    public const int Failed = 1;

    /// <summary>The command line cannot be understood or done; one line says why.</summary>
    public const int WrongUsage = 2;

    /// <returns>The exit code.</returns>
    public static int Run(
        string[] args, TextWriter output, TextWriter error, CancellationToken stop)
    {
        TextWriter shared = TextWriter.Synchronized(output);
        try
        {
            Settings settings = CommandLine.Parse(args, shared);
            return settings == null ? Done : BoardRun.Run(settings, shared, stop);
        }
        catch (UsageException exception)
        {
            return Say(error, exception.Message, WrongUsage);
        }
        catch (RunException exception)
        {
            return Say(error, exception.Message, Failed);
        }
    }

    private static int Say(TextWriter error, string message, int exitCode)
    {
        error.WriteLine("virtual board: " + message.ReplaceLineEndings(" "));
        return exitCode;
    }
}

/// <summary>A wrong option or value: the message says which, and what would be right.</summary>
internal sealed class UsageException : Exception
{
    public UsageException(string message)
        : base(message)
    {
    }
}

/// <summary>The run failed: the message says what did not happen, and what to look at.</summary>
internal sealed class RunException : Exception
{
    public RunException(string message)
        : base(message)
    {
    }
}
