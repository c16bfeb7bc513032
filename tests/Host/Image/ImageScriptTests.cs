using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoStack.Tests.Host.Flash;

namespace NanoStack.Tests.Host.Image;

/// <summary>The texts of build.sh, build.ps1 and the files beside them: alike, complete, and of the
/// versions that versions.txt has.</summary>
[TestClass]
public sealed class ImageScriptTests
{
    private static readonly string[] Scripts = { "build.sh", "build.ps1" };

    [TestMethod]
    public void Scripts_SayTheSameSentences()
    {
        CollectionAssert.AreEqual(
            ImageBench.Messages("build.sh").ToArray(), ImageBench.Messages("build.ps1").ToArray());
    }

    [TestMethod]
    public void Scripts_HaveTheSameOptions()
    {
        string[] usages = Scripts.Select(script => Regex.Match(
            ImageBench.Text(script).Replace(script, "build"),
            "^Usage: build .*?image is there\\.$",
            RegexOptions.Multiline | RegexOptions.Singleline).Value).ToArray();

        Assert.AreNotEqual("", usages[0]);
        Assert.AreEqual(usages[0], usages[1]);
    }

    [TestMethod]
    public void Messages_AreSentencesUsedAndTested()
    {
        string tests = File.ReadAllText(Repo.At("tests/Host/Image/ImageMessageTests.cs"));
        foreach ((string key, string text) in ImageBench.Messages("build.sh"))
        {
            StringAssert.Matches(ImageBench.Text("build.sh"), new Regex(@"\b(fail|lack|say) " + key + @"\b"));
            StringAssert.Matches(
                ImageBench.Text("build.ps1"), new Regex("(Stop-With|Add-Lack|Say) '" + key + "'"));
            StringAssert.Matches(tests, new Regex("\"" + key + "\""));
            StringAssert.EndsWith(text.TrimEnd('%', '.') + ".", ".", key);
        }
    }

    [TestMethod]
    public void BuildSh_ForShellcheck_IsClean()
    {
        FlashScriptTests.Shellcheck(Repo.At("firmware/image/build.sh"));
    }

    [TestMethod]
    public void Versions_AreTheSameWhereverTheyStand()
    {
        string container = ImageBench.Version("container");
        StringAssert.Contains(File.ReadAllText(Repo.At(".devcontainer/devcontainer.json")), "\"" + container + "\"");
        StringAssert.Contains(File.ReadAllText(Repo.At(".github/workflows/image.yml")), container);
        StringAssert.Contains(
            File.ReadAllText(Repo.At("docs/flashing.md")), ImageBench.Version("nf-interpreter"));
        StringAssert.Contains(File.ReadAllText(Repo.At("docs/flashing.md")), "v" + ImageBench.Version("esp-idf"));
    }

    /// <summary>What the native part wants, said once in a file and once in words.</summary>
    [TestMethod]
    public void Lines_OfTheConfiguration_AreThoseOfTheNativePage()
    {
        string page = File.ReadAllText(Repo.At("docs/native.md"));
        foreach (string name in new[] { "kconfig.conf", "kconfig-apll.conf", "sdkconfig.conf" })
        {
            string[] lines = ImageBench.Text(name).Split('\n')
                .Where(line => Regex.IsMatch(line, "^(# )?CONFIG_")).ToArray();
            Assert.AreNotEqual(0, lines.Length, name);
            foreach (string line in lines)
            {
                StringAssert.Contains(page, "`" + line + "`", name);
            }
        }
    }
}
