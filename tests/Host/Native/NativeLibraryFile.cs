using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace NanoStack.Tests.Host.Native;

/// <summary>The C core with its PC port as a library of this process, compiled when first
/// asked for.</summary>
/// <remarks>
/// The address sanitizer must be there before .NET starts: ./ci native puts it into LD_PRELOAD, and then
/// this library is built with it. Without it, undefined behaviour still ends the process.
/// </remarks>
internal static class NativeLibraryFile
{
    /// <summary>The MSTest category of tests that call <see cref="RequireOrSkip"/>.</summary>
    public const string Category = "Native";

    public const string Name = "nanostack_native";

    private static readonly string[] Compilers = { "gcc", "cc", "clang" };

    private static readonly Lazy<string> Problem = new Lazy<string>(Build);

    /// <summary>True when the address sanitizer watches this process.</summary>
    public static bool HasAddressSanitizer =>
        NativeLibrary.TryGetExport(NativeLibrary.GetMainProgramHandle(), "__asan_init", out _);

    /// <summary>Calls into a sanitizer that the library makes, as far as its symbols tell.</summary>
    public static bool CallsAddressSanitizer { get; private set; }

    /// <summary>The same for undefined behaviour.</summary>
    public static bool CallsUndefinedSanitizer { get; private set; }

    /// <summary>The first line of every test that calls into C: it runs, or is counted as
    /// skipped.</summary>
    public static void RequireOrSkip()
    {
        if (Problem.Value != null)
        {
            Assert.Inconclusive(Problem.Value);
        }
    }

    /// <summary>Null when the library is there, else why it cannot be. What the compiler complains
    /// about is no reason to skip.</summary>
    private static string Build()
    {
        if (!Lane.IsOn("native"))
        {
            return "The C tests have a lane of their own: ./ci native.";
        }

        if (OperatingSystem.IsWindows())
        {
            return "The C tests need a C compiler with POSIX threads.";
        }

        string compiler = Array.Find(Compilers, HasTool);
        if (compiler == null)
        {
            return "The C tests need a C compiler (gcc).";
        }

        string folder = Repo.At("artifacts/native");
        Directory.CreateDirectory(folder);
        string path = Path.Combine(folder, Name + "-" + Environment.ProcessId + ".so");
        Run(compiler, Arguments(path));
        string symbols = Encoding.Latin1.GetString(File.ReadAllBytes(path));
        CallsAddressSanitizer = symbols.Contains("__asan_report_store");
        CallsUndefinedSanitizer = symbols.Contains("__ubsan_handle_");
        IntPtr library = NativeLibrary.Load(path);
        File.Delete(path);                  // it is mapped; the next run compiles its own
        NativeLibrary.SetDllImportResolver(
            Assembly.GetExecutingAssembly(),
            (name, assembly, search) => name == Name ? library : IntPtr.Zero);
        return null;
    }

    private static string[] Arguments(string path)
    {
        string[] options =
        {
            "-std=c11", "-O2", "-g", "-fPIC", "-shared", "-Wall", "-Wextra", "-Werror", "-Wshadow",
            "-pthread", "-fno-sanitize-recover=all", "-o", path,
        };
        string[] sanitizers = HasAddressSanitizer
            ? new[] { "-fsanitize=address,undefined" }
            : new[] { "-fsanitize=undefined", "-fsanitize-undefined-trap-on-error" };
        return options.Concat(sanitizers)
            .Concat(Repo.FilesBelow("firmware/native/core", "*.c").Select(Repo.At))
            .Concat(Repo.FilesBelow("firmware/native/pc", "*.c").Select(Repo.At))
            .ToArray();
    }

    private static bool HasTool(string name)
    {
        return (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Any(folder => folder.Length > 0 && File.Exists(Path.Combine(folder, name)));
    }

    private static void Run(string tool, string[] arguments)
    {
        ProcessStartInfo start = new ProcessStartInfo(tool)
        {
            RedirectStandardError = true,
            WorkingDirectory = Repo.Root,
        };
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        using Process process = Process.Start(start);
        string said = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException(tool + " says:\n" + said);
        }
    }
}
