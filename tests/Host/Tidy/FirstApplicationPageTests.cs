using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace NanoStack.Tests.Host.Tidy;

/// <summary>docs/your-first-application.md: what it prints is what is compiled and tested.</summary>
[TestClass]
public sealed class FirstApplicationPageTests
{
    [TestMethod]
    public void Code_IsThatOfTheApplication()
    {
        string page = File.ReadAllText(Repo.At("docs/your-first-application.md")).Replace("\r\n", "\n");
        string sources = string.Join("\n", Repo.Sources("firmware/FirstApplication", "tests/FirstApplication")
            .Select(file => Bare(file.Text)));
        List<string> blocks = Regex.Matches(page, "```csharp\n(.*?)\n```", RegexOptions.Singleline)
            .Select(match => match.Groups[1].Value).ToList();

        Assert.IsTrue(blocks.Count >= 5);
        foreach (string block in blocks)
        {
            Assert.IsTrue(sources.Contains(Bare(block)), "Not in the application:\n" + block);
        }
    }

    [TestMethod]
    public void Files_ThatThePageNamesExist()
    {
        string page = File.ReadAllText(Repo.At("docs/your-first-application.md"));
        foreach (Match path in Regex.Matches(page, "`((?:firmware|tests|boards|docs)/[A-Za-z./]+)`"))
        {
            Assert.IsTrue(Path.Exists(Repo.At(path.Groups[1].Value)), path.Value);
        }
    }

    /// <summary>Without the indentation, which a page leaves out.</summary>
    private static string Bare(string text)
    {
        return string.Join("\n", text.Replace("\r\n", "\n").Split('\n').Select(line => line.Trim()));
    }
}
