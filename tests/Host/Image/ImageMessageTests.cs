using System.IO;
using System.Linq;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoStack.Tests.Host.Flash;

namespace NanoStack.Tests.Host.Image;

/// <summary>Everything that a build of the image can lack, and the sentence with what was seen, what is
/// wanted, and the command that sets it right.</summary>
[TestClass]
public sealed class ImageMessageTests : ImageFixture
{
    private string Export => ". " + Bench.Idf + "/export.sh";

    private string Tools => "python3 " + Bench.Idf + "/tools/idf_tools.py install";

    [TestMethod]
    public void Option_Unknown_IsNamed()
    {
        Bench.ExpectMessage(Bench.Run("--chekc"), "option", "--chekc");
    }

    [TestMethod]
    [DataRow("--nf")]
    [DataRow("--idf")]
    [DataRow("--target")]
    public void Option_WithoutItsValue_IsNamed(string name)
    {
        Bench.ExpectMessage(Bench.RunBare("--check", name), "value", name);
    }

    [TestMethod]
    public void Git_NotThere_SaysHowToInstallIt()
    {
        Bench.Without("git");

        Bench.ExpectMissing(Bench.Run(), "git", "'apt-get install git'");
    }

    [TestMethod]
    public void Packages_WithoutAptGet_AreNamedWithoutIt()
    {
        Bench.Without("git");
        Bench.Without("apt-get");

        Bench.ExpectMissing(Bench.Run(), "git", "install git");
    }

    [TestMethod]
    public void Nf_NotThere_SaysHowToGetIt()
    {
        string nowhere = Bench.Folder + "/nowhere";
        string wanted = ImageBench.Version("nf-interpreter");

        Bench.ExpectMissing(
            Bench.RunBare("--nf", nowhere, "--idf", Bench.Idf), "nf-missing", nowhere,
            "git clone https://github.com/nanoframework/nf-interpreter.git " + nowhere + " && git -C "
                + nowhere + " checkout " + wanted);
    }

    [TestMethod]
    [DataRow("0123456789abcdef0123456789abcdef01234567", "0123456789abcdef0123456789abcdef01234567")]
    [DataRow("", "no commit")]
    public void Nf_AtAnotherCommit_SaysHowToChangeIt(string commit, string seen)
    {
        Bench.Write("commit", commit);
        string wanted = ImageBench.Version("nf-interpreter");

        Bench.ExpectMissing(
            Bench.Run(), "nf-tag", Bench.Nf, seen, wanted,
            "git -C " + Bench.Nf + " fetch origin && git -C " + Bench.Nf + " checkout " + wanted);
        Bench.Run("--any-tag", "--check").ExpectSuccess();
    }

    [TestMethod]
    public void Idf_NotThere_SaysHowToGetIt()
    {
        string nowhere = Bench.Folder + "/nowhere";
        FlashResult run = Bench.RunBare("--nf", Bench.Nf, "--idf", nowhere);

        Bench.ExpectMissing(
            run, "idf-missing", nowhere, "git clone --branch v" + ImageBench.Version("esp-idf")
                + " --depth 1 --recursive --shallow-submodules https://github.com/espressif/esp-idf.git "
                + nowhere);
    }

    [TestMethod]
    public void Idf_OfAnotherVersion_SaysHowToChangeIt()
    {
        OtherIdf();
        string wanted = ImageBench.Version("esp-idf");

        Bench.ExpectMissing(
            Bench.Run(), "idf-tag", Bench.Idf, "6.0.1", wanted,
            "git -C " + Bench.Idf + " fetch --depth 1 origin tag v" + wanted + " && git -C " + Bench.Idf
                + " checkout v" + wanted);
    }

    /// <summary>Upstream moved: what counts is what it was made for.</summary>
    [TestMethod]
    public void AnyTag_WithAnIdfThatUpstreamDoesNotWant_SaysWhichItWants()
    {
        OtherIdf();

        Bench.ExpectMissing(
            Bench.Run("--any-tag"), "idf-other", Bench.Nf, ImageBench.Version("esp-idf"), "6.0.1");
    }

    [TestMethod]
    public void AnyTag_WithTheIdfThatUpstreamWants_IsEnough()
    {
        OtherIdf();
        Bench.Write("nf/targets/ESP32/CMakeLists.txt", "set(ESP32_IDF_TAG \"6.0.1\" CACHE INTERNAL \"\")\n");

        Bench.Run("--any-tag").ExpectSuccess();
    }

    [TestMethod]
    [DataRow("b/file", "1", "components/b")]
    [DataRow("a/file b/file", "2", "components/a")]
    public void IdfParts_Empty_AreCountedAndTheFirstIsNamed(string files, string count, string first)
    {
        foreach (string file in files.Split(' '))
        {
            Bench.Delete("idf/components/" + file);
        }

        Bench.ExpectMissing(
            Bench.Run(), "idf-parts", count, first,
            "git -C " + Bench.Idf + " submodule update --init --recursive --depth 1");
    }

    [TestMethod]
    public void Target_ThatUpstreamLacks_SaysHowToListThem()
    {
        Bench.ExpectMissing(
            Bench.Run("--target", "ESP32_WT32"), "target", "ESP32_WT32",
            "ls " + Bench.Nf + "/targets/ESP32/defconfig");
    }

    [TestMethod]
    public void Target_OfAnotherChip_SaysWhichItMustBe()
    {
        Bench.ExpectMissing(Bench.Run("--target", "ESP32_S3"), "target-chip", "ESP32_S3", "ESP32_S3");
    }

    [TestMethod]
    public void Python3_NotThere_SaysHowToInstallIt()
    {
        Bench.Without("python3");
        FlashResult run = Bench.Run();

        StringAssert.StartsWith(
            run.Error, Bench.Sentence("python", "python3", "'apt-get install python3 python3-venv'"));
        StringAssert.Contains(run.Error, Bench.Sentence("missing", "2"), "kconfiglib is the other");
    }

    /// <summary>Debian calls it python3 alone; upstream's size table is made by python.</summary>
    [TestMethod]
    public void Python_NotThereByThisName_SaysHowToGetIt()
    {
        Bench.Without("python");
        FlashResult run = Bench.Run();

        StringAssert.StartsWith(
            run.Error,
            Bench.Sentence("python", "python", "'" + Export + "', or 'apt-get install python-is-python3'"));
        StringAssert.Contains(run.Error, Bench.Sentence("missing", "2"), "ESP-IDF's packages are the other");
    }

    [TestMethod]
    [DataRow("3.25.1")]
    [DataRow("3.9")]
    [DataRow("2.99.99")]
    public void CMake_TooOld_SaysWhichOneAndWhereItIs(string version)
    {
        Bench.Write("cmake", version + "\n");

        Bench.ExpectMissing(
            Bench.Run(), "cmake", version, ImageBench.Version("cmake"), "'" + Tools + " cmake' and '" + Export
                + "', or 'apt-get install cmake' (Debian 13 or later has it)");
    }

    [TestMethod]
    [DataRow("3.30.0")]
    [DataRow("3.31.6-gabc")]
    [DataRow("4.0.2")]
    public void CMake_NewEnough_IsTaken(string version)
    {
        Bench.Write("cmake", version + "\n");

        Bench.Run("--check").ExpectSuccess();
    }

    [TestMethod]
    public void CMake_NotThere_IsNamed()
    {
        Bench.Without("cmake");

        StringAssert.StartsWith(Bench.Run().Error, "build: CMake is not on the PATH, wanted is ");
    }

    [TestMethod]
    public void Ninja_NotThere_SaysHowToInstallIt()
    {
        Bench.Without("ninja");

        Bench.ExpectMissing(
            Bench.Run(), "ninja",
            "'" + Tools + " ninja' and '" + Export + "', or 'apt-get install ninja-build'");
    }

    [TestMethod]
    [DataRow("", "not there")]
    [DataRow("13.7.0", "13.7.0")]
    public void Kconfiglib_NotThereOrOld_SaysHowToInstallIt(string version, string seen)
    {
        Bench.Write("kconfiglib", version);

        Bench.ExpectMissing(
            Bench.Run(), "kconfiglib", seen, ImageBench.Version("kconfiglib"),
            "'python3 -m pip install kconfiglib' after '" + Export
                + "', or 'apt-get install python3-kconfiglib'");
    }

    [TestMethod]
    public void Compiler_NotThere_SaysHowToInstallIt()
    {
        Bench.Without("xtensa-esp32-elf-gcc");

        Bench.ExpectMissing(
            Bench.Run(), "compiler", "not on the PATH", ImageBench.Version("compiler"),
            Bench.Idf + "/install.sh esp32", Export);
    }

    [TestMethod]
    public void Compiler_OfAnotherIdf_SaysHowToInstallTheRightOne()
    {
        Bench.Write("compiler", "esp-13.2.0_20240530");

        Bench.ExpectMissing(
            Bench.Run(), "compiler", "xtensa-esp-elf-gcc (crosstool-NG esp-13.2.0_20240530) 14.2.0",
            ImageBench.Version("compiler"), Bench.Idf + "/install.sh esp32", Export);
    }

    [TestMethod]
    public void IdfPython_ThatIdfItselfRefuses_SaysHowToInstallIt()
    {
        Bench.Write("python.code", "1");

        Bench.ExpectMissing(Bench.Run(), "idf-python", Bench.Idf + "/install.sh esp32", Export);
    }

    [TestMethod]
    public void OldModule_InUpstreamsTree_SaysHowToRemoveIt()
    {
        string module = Bench.Write("nf/CMake/Modules/FindINTEROP-NanoStack.Hal.Native.cmake", "");

        Bench.ExpectMissing(Bench.Run(), "old-module", module, "rm " + module);
    }

    [TestMethod]
    public void OldSdkConfig_WithoutOurLines_SaysHowToRemoveIt()
    {
        string config = Bench.Write("nf/sdkconfig", "CONFIG_FREERTOS_HZ=100\n");

        Bench.ExpectMissing(Bench.Run(), "old-sdkconfig", config, "rm " + config);
    }

    [TestMethod]
    public void OldBuild_OfAnotherTarget_SaysHowToRemoveIt()
    {
        Bench.Write("nf/build/CMakeCache.txt", "TARGET_NAME:UNINITIALIZED=ESP32_OLIMEX\n");

        Bench.ExpectMissing(
            Bench.Run(), "old-build", Bench.Build, "ESP32_OLIMEX",
            "rm -r " + Bench.Build + " " + Bench.Nf + "/sdkconfig");
    }

    /// <summary>One run tells everything: nobody installs one thing to hear of the next.</summary>
    [TestMethod]
    public void BareMachine_HearsOfEverythingAtOnce()
    {
        foreach (string tool in new[] { "git", "python3", "python", "cmake", "ninja", "xtensa-esp32-elf-gcc" })
        {
            Bench.Without(tool);
        }

        FlashResult run = Bench.RunBare("--nf", Bench.Folder + "/no", "--idf", Bench.Folder + "/no", "--check");

        string[] lines = run.Error.Replace("\r", "").Split('\n');
        Assert.AreEqual(Bench.Sentence("missing", "9"), lines[9]);
        Assert.IsTrue(lines.Take(9).All(line => line.Contains('\'')), run.Error);
        Assert.AreEqual(1, run.ExitCode);
    }

    [TestMethod]
    public void Configure_ThatFails_EndsWithItsCode()
    {
        Bench.Write("configure.code", "7");

        Bench.ExpectMessage(Bench.Run(), "configure-failed", "7");
    }

    [TestMethod]
    [DataRow("mscorlib,100.5.0.24,0x445C7AF9\n")]
    [DataRow("NanoStack.Hal.Native,1.0.0.0,0x00000001\n")]
    public void Native_NotInCMakesList_IsNoImage(string list)
    {
        Bench.Write("native", list);

        Bench.ExpectMessage(
            Bench.Run(), "no-native", Bench.Build + "/native_assemblies.csv", "0xF8A54575",
            "rm -r " + Bench.Build);
    }

    [TestMethod]
    public void Build_ThatFails_EndsWithItsCode()
    {
        Bench.Write("build.code", "2");

        Bench.ExpectMessage(Bench.Run(), "build-failed", "2");
    }

    [TestMethod]
    public void Build_WithoutAnImage_NamesIt()
    {
        Bench.Write("no-image", "");

        Bench.ExpectMessage(Bench.Run(), "no-image", Bench.Build + "/nanoCLR.bin");
    }

    private void OtherIdf()
    {
        File.WriteAllText(
            Path.Combine(Bench.Idf, "tools/cmake/version.cmake"),
            "set(IDF_VERSION_MAJOR 6)\nset(IDF_VERSION_MINOR 0)\nset(IDF_VERSION_PATCH 1)\n");
    }
}
