using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace NanoStack.Tests.Host.Differential;

/// <summary>What NanoStack.Sockets shows has the names, parameters and numbers of System.Net; what it has
/// beyond that is listed in docs/sockets.md.</summary>
[TestClass]
public sealed class SurfaceTests
{
    private const string Ours = "NanoStack.Sockets";

    private static readonly string[] Homes = { "System.Net.Sockets", "System.Net" };

    /// <summary>Each public member is one of System.Net's, or the document names it.</summary>
    [TestMethod]
    public void PublicMembers_AreSystemNetsOrListed()
    {
        SortedSet<string> extra = new SortedSet<string>(StringComparer.Ordinal);
        foreach (Type type in PublicTypes().Where(type => !type.IsEnum))
        {
            Type theirs = TheirsOf(type);
            if (theirs == null)
            {
                extra.Add(type.Name);
                continue;
            }

            HashSet<string> known = Members(theirs).ToHashSet();
            extra.UnionWith(Members(type).Where(member => !known.Contains(member))
                .Select(member => type.Name + "." + NameOf(member)));
        }

        string[] listed = ListedExtras();
        string unlisted = string.Join("\n", extra.Except(listed));
        string gone = string.Join("\n", listed.Except(extra));
        Assert.AreEqual("", unlisted, "not in System.Net, and not in docs/sockets.md:\n" + unlisted);
        Assert.AreEqual("", gone, "in docs/sockets.md, and not needed there:\n" + gone);
    }

    /// <summary>Each number of an enumeration is System.Net's.</summary>
    [TestMethod]
    public void Enumerations_HaveSystemNetsNumbers()
    {
        string[] own = { "SocketFlags.EndOfRecord" };
        foreach (Type type in PublicTypes().Where(type => type.IsEnum && TheirsOf(type) != null))
        {
            foreach (string name in Enum.GetNames(type).Where(name => !own.Contains(type.Name + "." + name)))
            {
                object theirs = Enum.Parse(TheirsOf(type), name);
                Assert.AreEqual(Convert.ToInt32(theirs), Convert.ToInt32(Enum.Parse(type, name)), type.Name + "." + name);
            }
        }
    }

    /// <summary>Each reason of a difference has its row, and each row its reason.</summary>
    [TestMethod]
    public void Differences_AreThoseOfTheDocument()
    {
        string[] rows = Regex.Matches(Document(), @"^\| `(\w+)` \|", RegexOptions.Multiline)
            .Select(match => match.Groups[1].Value).ToArray();
        CollectionAssert.AreEquivalent(Enum.GetNames(typeof(Why)), rows);
    }

    private static IEnumerable<Type> PublicTypes()
    {
        return typeof(Net).Assembly.GetExportedTypes().Where(type => type.Namespace == Ours);
    }

    private static Type TheirsOf(Type type)
    {
        return Homes.Select(home => Find(home + "." + type.Name)).FirstOrDefault(found => found != null);
    }

    private static Type Find(string name)
    {
        return typeof(System.Net.Sockets.Socket).Assembly.GetType(name)
            ?? typeof(System.Net.IPAddress).Assembly.GetType(name);
    }

    /// <summary>Members as text in which the two namespaces read the same.</summary>
    private static IEnumerable<string> Members(Type type)
    {
        const BindingFlags All = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static;
        return type.GetMembers(All)
            .Where(member => member is FieldInfo or PropertyInfo or MethodBase { IsSpecialName: false } or ConstructorInfo)
            .Where(member => member.DeclaringType.Namespace.StartsWith("System.Net", StringComparison.Ordinal)
                || member.DeclaringType.Namespace == Ours
                || member.DeclaringType == typeof(System.IO.Stream))
            .Select(member => Plain(member.ToString()));
    }

    private static string Plain(string text)
    {
        return text.Replace("System.Net.Sockets.", "").Replace("System.Net.", "").Replace(Ours + ".", "")
            .Replace("NanoStack.", "");
    }

    private static string NameOf(string member) => member.Substring(member.IndexOf(' ') + 1);

    private static string Document() => File.ReadAllText(Path.Combine(Repo.Root, "docs", "sockets.md"));

    private static string[] ListedExtras()
    {
        string text = Document();
        int at = text.IndexOf("```text", StringComparison.Ordinal);
        int end = text.IndexOf("```", at + 7, StringComparison.Ordinal);
        return text.Substring(at + 7, end - at - 7).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Trim()).OrderBy(line => line, StringComparer.Ordinal).ToArray();
    }
}
