using System;
using System.IO;
using System.Threading;

namespace NanoStack.VirtualBoard;

/// <summary>The program without its process, so that a test can run it.</summary>
/// <remarks>From: <see cref="Program"/>. To: <see cref="CommandLine"/>, <see cref="BoardRun"/>.</remarks>
internal static class App
{
    /// <summary>The collector took every record that was made, as far as it says.</summary>
    public const int Done = 0;

    /// <summary>Something did not work; one line on the error stream says what.</summary>
    public const int Failed = 1;

    /// <summary>The command line cannot be understood or done; one line says why.</summary>
    public const int WrongUsage = 2;

    /// <returns>The exit code.</returns>
    public static int Run(
        string[] args, TextWriter output, TextWriter error, CancellationToken stop)
    {
        GuardedWriter guarded = new GuardedWriter(output);
        int exitCode;
        string message = null;
        try
        {
            Settings settings = CommandLine.Parse(args, guarded);
            exitCode = settings == null ? Done : BoardRun.Run(settings, guarded, stop);
            guarded.Flush();
        }
        catch (UsageException exception)
        {
            message = exception.Message;
            exitCode = WrongUsage;
        }
        catch (RunException exception)
        {
            message = exception.Message;
            exitCode = Failed;
        }

        if (guarded.Failure != null)        // what ended the run: the rest follows from it
        {
            message = "the output cannot be written: " + guarded.Failure;
            exitCode = Failed;
        }

        Say(error, message);
        return exitCode;
    }

    private static void Say(TextWriter error, string message)
    {
        if (message == null)
        {
            return;
        }

        try
        {
            error.WriteLine("virtual board: " + message.ReplaceLineEndings(" "));
            error.Flush();
        }
        catch (Exception exception)
            when (exception is IOException || exception is ObjectDisposedException)
        {
            return;                         // nobody is left to tell; the exit code says it
        }
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
