using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace NanoStack.Tests.Host.Tidy;

/// <summary>Links between our own pages.</summary>
[TestClass]
public sealed class LinkTests
{
    [TestMethod]
    public void Links_LeadToFilesThatExist()
    {
        List<string> broken = new List<string>();
        List<string> pages = Directory.EnumerateFiles(Repo.Root, "*.md")
            .Concat(Directory.EnumerateFiles(Repo.At("docs"), "*.md")).ToList();
        foreach (string page in pages)
        {
            foreach (Match link in Regex.Matches(File.ReadAllText(page), @"\]\(([^)#\s]+)"))
            {
                string target = link.Groups[1].Value;
                if (!target.Contains("://")
                    && !Path.Exists(Path.Combine(Path.GetDirectoryName(page), target)))
                {
                    broken.Add(Path.GetFileName(page) + ": " + target);
                }
            }
        }

        Assert.IsTrue(pages.Count > 10);
        Assert.AreEqual(0, broken.Count, string.Join("\n", broken));
    }
}
