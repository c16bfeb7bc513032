using System.IO;
using System.Linq;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoStack.Tests.Host.Flash;

namespace NanoStack.Tests.Host.Image;

/// <summary>firmware/image/build.sh where nothing is missing: what it runs and writes, and that it
/// leaves upstream's files alone.</summary>
[TestClass]
public sealed class ImageTests : ImageFixture
{
    [TestMethod]
    public void Build_WithEverythingThere_ConfiguresBuildsAndNamesTheImage()
    {
        FlashResult run = Bench.Run();

        run.ExpectSuccess();
        CollectionAssert.AreEqual(
            new[]
            {
                "python " + Bench.Idf + "/tools/idf_tools.py check-python-dependencies",
                "IDF_PATH=" + Bench.Idf + " " + Configure(ImageBench.Board),
                "IDF_PATH=" + Bench.Idf + " cmake --build " + Bench.Build,
            },
            Bench.Calls);
        Assert.AreEqual(
            "build: the image is " + Bench.Build + "/nanoCLR.bin; firmware/flash.sh --firmware takes it, "
                + "with --target ESP32_WT32_ETH01.",
            run.LastLine);
    }

    [TestMethod]
    public void Build_MakesTheConfigurationsOfUpstreamsAndOurs()
    {
        Bench.Run().ExpectSuccess();

        Assert.AreEqual(
            "CONFIG_ONE=y\nCONFIG_TWO=y\n" + ImageBench.Text("sdkconfig.conf"), Made("nanostack.sdkconfig"));
        Assert.AreEqual(
            ImageBench.Text("kconfig.conf") + "CONFIG_SDK_CONFIG_FILE=\"" + Bench.Build
                + "/nanostack.sdkconfig\"\n",
            Made("nanostack.conf"));
    }

    [TestMethod]
    public void Build_OfATargetWithoutAnSdkConfig_TakesUpstreamsDefault()
    {
        Bench.Run("--target", "ESP32_OLIMEX").ExpectSuccess();

        StringAssert.StartsWith(Made("nanostack.sdkconfig"), "CONFIG_DEFAULT=y\n");
    }

    [TestMethod]
    public void Build_KeepsTheUsersOwnPreferencesBeforeOurs()
    {
        Bench.Write("nf/config/user-kconfig.conf", "CONFIG_NF_BUILD_RTM=y\n");

        Bench.Run().ExpectSuccess();

        StringAssert.StartsWith(
            Made("nanostack.conf"), "CONFIG_NF_BUILD_RTM=y\n" + ImageBench.Text("kconfig.conf"));
    }

    [TestMethod]
    [DataRow(ImageBench.Board, false, false)]
    [DataRow(ImageBench.Board, true, true)]
    [DataRow("ESP32_OLIMEX", false, true)]
    public void WiFi_IsLeftOutOnlyWhereTheClockComesFromTheApll(string target, bool asked, bool isOut)
    {
        string[] option = asked ? new[] { "--apll" } : System.Array.Empty<string>();

        Bench.Run(option.Concat(new[] { "--target", target }).ToArray()).ExpectSuccess();

        Assert.AreEqual(isOut, Made("nanostack.conf").Contains("# CONFIG_API_SYSTEM_DEVICE_WIFI is not set"));
    }

    [TestMethod]
    public void Build_EditsNoFileOfUpstreams()
    {
        string before = Tree();

        Bench.Run().ExpectSuccess();

        Directory.Delete(Bench.Build, true);
        Assert.AreEqual(before, Tree());
    }

    [TestMethod]
    public void Check_WithEverythingThere_SaysSoAndBuildsNothing()
    {
        FlashResult run = Bench.Run("--check");

        run.ExpectSuccess();
        Assert.AreEqual("build: nothing is missing for ESP32_WT32_ETH01.", run.LastLine);
        Assert.AreEqual(1, Bench.Calls.Length, "ESP-IDF's question for its packages");
        Assert.IsFalse(Directory.Exists(Bench.Build));
    }

    [TestMethod]
    public void DryRun_PrintsTheCommandsAndRunsNone()
    {
        string image = Repo.At("firmware/image");

        FlashResult run = Bench.Run("--dry-run");

        run.ExpectSuccess();
        CollectionAssert.AreEqual(
            new[]
            {
                "mkdir -p " + Bench.Build,
                "awk 1 " + Bench.Nf + "/targets/ESP32/_IDF/sdkconfig.nopsram " + image + "/sdkconfig.conf > "
                    + Bench.Build + "/nanostack.sdkconfig",
                "awk 1 " + image + "/kconfig.conf > " + Bench.Build + "/nanostack.conf",
                "echo 'CONFIG_SDK_CONFIG_FILE=\"" + Bench.Build + "/nanostack.sdkconfig\"' >> "
                    + Bench.Build + "/nanostack.conf",
                "env IDF_PATH=" + Bench.Idf + " " + Configure(ImageBench.Board),
                "env IDF_PATH=" + Bench.Idf + " cmake --build " + Bench.Build,
            },
            run.Lines);
        Assert.IsFalse(Directory.Exists(Bench.Build));
    }

    /// <summary>Who has not everything yet may read what would be run.</summary>
    [TestMethod]
    public void DryRun_WithoutATool_NamesItAndPrintsTheCommands()
    {
        Bench.Without("ninja");

        FlashResult run = Bench.Run("--dry-run");

        Assert.AreEqual(6, run.Lines.Length);
        StringAssert.Contains(run.Error, Bench.Sentence("missing", "1"));
    }

    [TestMethod]
    public void Idf_OfTheTerminal_IsTaken()
    {
        FlashResult run = Bench.RunWithIdfPath(Bench.Idf, "--nf", Bench.Nf, "--check");

        run.ExpectSuccess();
    }

    [TestMethod]
    public void Folders_NamedFromHere_BecomeWholePaths()
    {
        Bench.RunBare("--nf", "nf/", "--idf", "idf").ExpectSuccess();

        StringAssert.Contains(Bench.Calls[1], " -S " + Bench.Nf + " -B " + Bench.Build + " ");
    }

    [TestMethod]
    public void Leftovers_OfABuildLikeThisOne_AreNoHindrance()
    {
        Bench.Write("nf/sdkconfig", "CONFIG_A=y\nCONFIG_FREERTOS_HZ=1000\n");
        Bench.Write("nf/build/CMakeCache.txt", "TARGET_NAME:UNINITIALIZED=" + ImageBench.Board + "\n");

        Bench.Run().ExpectSuccess();
    }

    [TestMethod]
    public void Help_PrintsTheOptions()
    {
        FlashResult run = Bench.RunBare("--help");

        run.ExpectSuccess();
        Assert.AreEqual("Usage: " + Script + " [options]", run.Lines[0]);
    }

    private string Configure(string target)
    {
        return "cmake -S " + Bench.Nf + " -B " + Bench.Build + " -G Ninja -DCMAKE_TOOLCHAIN_FILE=" + Bench.Nf
            + "/CMake/toolchain.xtensa-esp32-elf.cmake -DCMAKE_BUILD_TYPE=MinSizeRel "
            + "-DBUILD_VERSION=1.17.0.0 -DTARGET_NAME=" + target + " -DNF_TARGET_DEFCONFIG="
            + "targets/ESP32/defconfig/" + target + "_defconfig -DNF_USER_KCONFIG_OVERLAY=" + Bench.Build
            + "/nanostack.conf -DESP32_IDF_PATH=" + Bench.Idf
            + " -DNF_INTEROP_ASSEMBLIES=NanoStack.Hal.Native -DINTEROP-NanoStack.Hal.Native_DIR="
            + Repo.At("firmware/image");
    }

    private string Made(string name)
    {
        return File.ReadAllText(Path.Combine(Bench.Build, name)).Replace("\r", "");
    }

    /// <summary>Every file of the two fake trees, with its text.</summary>
    private string Tree()
    {
        return string.Join("\n", new[] { Bench.Nf, Bench.Idf }
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
            .OrderBy(path => path, System.StringComparer.Ordinal)
            .Select(path => path + "\n" + File.ReadAllText(path)));
    }
}
