using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoStack.Tests.Host.Flash;

namespace NanoStack.Tests.Host.Image;

/// <summary>A folder with a fake nf-interpreter, a fake ESP-IDF and fake tools, in which nothing is
/// missing; runs firmware/image/build.sh or build.ps1 with nothing else on the PATH.</summary>
internal sealed class ImageBench : IDisposable
{
    public const string Board = "ESP32_WT32_ETH01";

    /// <summary>What of the system's tools the script may use: no cmake, git or Python of this machine's.</summary>
    private static readonly string[] SystemTools =
    {
        "awk", "bash", "cat", "dirname", "env", "grep", "head", "ls", "mkdir", "sed", "tr",
    };

    private const string Git = @"case $* in *rev-parse*) cat ""$FAKE/commit"" 2> /dev/null ;; esac";

    private const string Python3 = @"cat ""$FAKE/kconfiglib"" 2> /dev/null";

    private const string Python = @"echo ""python $*"" >> ""$FAKE/calls""
[ ! -e ""$FAKE/python.code"" ]";

    private const string CMake = @"
if [ ""$1"" = --version ]; then
    echo ""cmake version $(cat ""$FAKE/cmake"")""
    exit
fi
echo ""IDF_PATH=$IDF_PATH cmake $*"" >> ""$FAKE/calls""
if [ ""$1"" = --build ]; then
    [ ! -e ""$FAKE/build.code"" ] || exit ""$(cat ""$FAKE/build.code"")""
    [ -e ""$FAKE/no-image"" ] || echo image > ""$2/nanoCLR.bin""
else
    [ ! -e ""$FAKE/configure.code"" ] || exit ""$(cat ""$FAKE/configure.code"")""
    cat ""$FAKE/native"" > ""$4/native_assemblies.csv""
fi";

    private const string Gcc = @"echo ""xtensa-esp-elf-gcc (crosstool-NG $(cat ""$FAKE/compiler"")) 14.2.0""";

    private readonly string _script;

    public ImageBench(string script)
    {
        _script = script;
        Folder = Directory.CreateTempSubdirectory("image").FullName;
        MakeNf();
        MakeIdf();
        MakeTools();
    }

    public string Folder { get; }

    public string Nf => Path.Combine(Folder, "nf");

    public string Idf => Path.Combine(Folder, "idf");

    /// <summary>Where the image is built.</summary>
    public string Build => Path.Combine(Nf, "build");

    public string[] Calls
    {
        get
        {
            string path = Path.Combine(Folder, "calls");
            return File.Exists(path) ? File.ReadAllLines(path) : Array.Empty<string>();
        }
    }

    /// <summary>A line of versions.txt.</summary>
    public static string Version(string name)
    {
        return Regex.Match(
            Text("versions.txt"), "^" + Regex.Escape(name) + " +(.+)$", RegexOptions.Multiline).Groups[1].Value;
    }

    public static string Text(string name)
    {
        return File.ReadAllText(Repo.At("firmware/image/" + name)).Replace("\r\n", "\n");
    }

    /// <summary>The words that both scripts share: key and sentence.</summary>
    public static Dictionary<string, string> Messages(string script)
    {
        return Regex.Matches(Text(script), @"^([a-z-]+)\|(.+)$", RegexOptions.Multiline)
            .ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value);
    }

    public string Write(string name, string text)
    {
        string path = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path));
        File.WriteAllText(path, text);
        return path;
    }

    public void Without(string tool) => File.Delete(Path.Combine(Folder, "bin", tool));

    public void Delete(string name) => File.Delete(Path.Combine(Folder, name));

    /// <summary>Runs the script on the fake trees.</summary>
    public FlashResult Run(params string[] args)
    {
        return RunBare(new[] { "--nf", Nf, "--idf", Idf }.Concat(args).ToArray());
    }

    /// <summary>Runs the script with these options alone.</summary>
    public FlashResult RunBare(params string[] args) => Start(Array.Empty<string>(), args);

    public FlashResult RunWithIdfPath(string path, params string[] args)
    {
        return Start(new[] { "env", "IDF_PATH=" + path }, args);
    }

    /// <summary>The run ended with this sentence, its holes filled in order.</summary>
    public void ExpectMessage(FlashResult run, string key, params string[] values)
    {
        Assert.AreEqual(Sentence(key, values), run.Error.Trim(), run.Output);
        Assert.AreEqual(1, run.ExitCode);
    }

    /// <summary>The check named one thing that is missing, with this sentence.</summary>
    public void ExpectMissing(FlashResult run, string key, params string[] values)
    {
        Assert.AreEqual(
            Sentence(key, values) + "\n" + Sentence("missing", "1"), run.Error.Replace("\r", "").Trim(),
            run.Output);
        Assert.AreEqual(1, run.ExitCode);
    }

    public string Sentence(string key, params string[] values)
    {
        string text = Messages(_script)[key];
        foreach (string value in values)
        {
            int at = text.IndexOf('%');
            text = text.Substring(0, at) + value + text.Substring(at + 1);
        }

        return "build: " + text;
    }

    public void Dispose()
    {
        Directory.Delete(Folder, true);
    }

    private FlashResult Start(string[] prefix, string[] args)
    {
        bool isBash = _script.EndsWith(".sh");
        string script = Repo.At("firmware/image/" + _script);
        List<string> words = prefix.ToList();
        words.Add(isBash ? "/bin/bash" : FlashPs1Tests.Pwsh);
        words.AddRange(isBash ? new[] { script } : new[] { "-NoProfile", "-File", script });
        words.AddRange(args);
        if (prefix.Length > 0)
        {
            words[0] = "/usr/bin/env";
        }

        return ScriptProcess.Run(_script, words, Folder, Path.Combine(Folder, "bin"));
    }

    /// <summary>Upstream's files as far as the script reads them, line ends of Windows included.</summary>
    private void MakeNf()
    {
        string esp32 = "nf/targets/ESP32/";
        Write("commit", Version("nf-interpreter") + "\n");
        Write("nf/version.json", "{\n  \"version\": \"1.17.0\",\n}\n");
        Write(esp32 + "CMakeLists.txt", "set(ESP32_IDF_TAG \"" + Version("esp-idf") + "\" CACHE INTERNAL \"\")\n");
        Write(esp32 + "_IDF/sdkconfig.nopsram", "CONFIG_ONE=y\r\nCONFIG_TWO=y");
        Write(esp32 + "_IDF/sdkconfig.default", "CONFIG_DEFAULT=y\n");
        Write(
            esp32 + "defconfig/" + Board + "_defconfig",
            "CONFIG_TARGET_SERIES=\"ESP32\"\r\nCONFIG_SDK_CONFIG_FILE=\"sdkconfig.nopsram\"\r\n");
        Write(
            esp32 + "defconfig/ESP32_OLIMEX_defconfig",
            "CONFIG_TARGET_SERIES=\"ESP32\"\nCONFIG_ESP32_ETHERNET_RMII_CLK_OUT_GPIO=17\n");
        Write(esp32 + "defconfig/ESP32_S3_defconfig", "CONFIG_TARGET_SERIES=\"ESP32_S3\"\n");
    }

    private void MakeIdf()
    {
        string[] parts = Version("esp-idf").Split('.');
        Write(
            "idf/tools/cmake/version.cmake",
            "set(IDF_VERSION_MAJOR " + parts[0] + ")\nset(IDF_VERSION_MINOR " + parts[1]
                + ")\nset(IDF_VERSION_PATCH " + parts[2] + ")\n");
        Write("idf/tools/idf_tools.py", "");
        Write(
            "idf/.gitmodules",
            "[submodule \"a\"]\n\tpath = components/a\n[submodule \"b\"]\n\tpath = components/b\n");
        Write("idf/components/a/file", "");
        Write("idf/components/b/file", "");
    }

    private void MakeTools()
    {
        Directory.CreateDirectory(Path.Combine(Folder, "bin"));
        foreach (string name in SystemTools)
        {
            string tool = new[] { "/usr/bin/", "/bin/" }.Select(folder => folder + name).First(File.Exists);
            File.CreateSymbolicLink(Path.Combine(Folder, "bin", name), tool);
        }

        // PowerShell may be a .NET tool, which starts by dotnet.
        string dotnet = Environment.ProcessPath;
        if (_script.EndsWith(".ps1") && Path.GetFileNameWithoutExtension(dotnet) == "dotnet")
        {
            File.CreateSymbolicLink(Path.Combine(Folder, "bin", "dotnet"), dotnet);
        }

        Tool("git", Git);
        Tool("python3", Python3);
        Tool("python", Python);
        Tool("cmake", CMake);
        Tool("ninja", "");
        Tool("apt-get", "");
        Tool("xtensa-esp32-elf-gcc", Gcc);
        Write("cmake", Version("cmake") + ".2\n");
        Write("kconfiglib", Version("kconfiglib") + "\n");
        Write("compiler", Version("compiler"));
        Write("native", "mscorlib,100.5.0.24,0x445C7AF9\nNanoStack.Hal.Native,1.0.0.0,0xF8A54575\n");
    }

    private void Tool(string name, string text)
    {
        FlashBench.Mode(Write("bin/" + name, "#!/bin/bash\n" + text.Replace("\r\n", "\n") + "\n"), "755");
    }
}
