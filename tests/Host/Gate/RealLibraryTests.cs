using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using Mono.Cecil;
using NanoStack.NanoClr;

namespace NanoStack.Tests.Host.Gate;

/// <summary>What device code uses, looked up in the real mscorlib and in our declarations of the
/// rest.</summary>
[TestClass]
public sealed class RealLibraryTests
{
    private const string MembersPath = "tests/Host/Gate/nano-members.txt";
    private const string Declarations = "tests/NanoClr/Declarations";

    [TestMethod]
    public void ListedMembers_AreInTheRealMscorlibOrDeclared()
    {
        HashSet<string> known = NamesIn(CoreLibrary.Path);
        known.UnionWith(Declared());

        List<string> unknown = File.ReadAllLines(Repo.At(MembersPath))
            .Where(line => line.Length > 0 && line[0] != '#' && !known.Contains(line)).ToList();

        Assert.IsTrue(known.Contains("System.Array::Copy(Array,Int32,Array,Int32,Int32)"));
        Assert.IsFalse(known.Contains("System.Nullable`1"));
        Assert.AreEqual(0, unknown.Count, "Not on the device:\n  " + string.Join("\n  ", unknown));
    }

    /// <summary>Nothing is declared that the packages do not have, or that mscorlib has itself.</summary>
    [TestMethod]
    public void Declarations_AreOfThePackages()
    {
        NanoApi api = NanoApi.Find();
        if (api == null)
        {
            Assert.Inconclusive("No lists of nanoFramework's API beside the repository.");
        }

        HashSet<string> core = NamesIn(CoreLibrary.Path);
        foreach (string name in Declared().Where(name => !name.EndsWith("::value__")))
        {
            Assert.IsTrue(api.Has(name) || IsOfAnEnum(name), name);
            Assert.IsFalse(core.Contains(name), name);
        }
    }

    /// <summary>The lists name the values of an enum in one line, by their words.</summary>
    private static bool IsOfAnEnum(string name)
    {
        return Directory.GetFiles(Repo.NanoApi, "*.txt").SelectMany(File.ReadAllLines)
            .Any(line => line.StartsWith("  ") && !line.Contains('(')
                && line.Split(' ').Contains(name.Substring(name.LastIndexOf(':') + 1)));
    }

    /// <summary>Names of what is public in the declared libraries.</summary>
    private static HashSet<string> Declared()
    {
        HashSet<string> names = new HashSet<string>();
        string folder = Directory.CreateTempSubdirectory("declared").FullName;
        try
        {
            foreach (string path in Directory.GetFiles(Repo.At(Declarations), "*.cs"))
            {
                string name = Path.GetFileNameWithoutExtension(path);
                string file = Path.Combine(folder, name + ".dll");
                List<string> errors = Compiler.Compile(
                    name, false, new[] { path }, new[] { CoreLibrary.Path }, file);
                Assert.AreEqual(0, errors.Count, string.Join("\n", errors));
                names.UnionWith(NamesIn(file));
            }
        }
        finally
        {
            Directory.Delete(folder, true);
        }

        return names;
    }

    /// <summary>Types and members as <see cref="NanoNames"/> calls them, constructors of classes that
    /// write none left out where the lists leave them out.</summary>
    private static HashSet<string> NamesIn(string path)
    {
        HashSet<string> names = new HashSet<string>();
        using AssemblyDefinition assembly = AssemblyDefinition.ReadAssembly(path);
        foreach (TypeDefinition type in assembly.MainModule.GetTypes()
            .Where(type => type.IsPublic || type.IsNestedPublic))
        {
            names.Add(type.FullName);
            names.UnionWith(type.Fields.Where(field => !field.IsPrivate)
                .Select(field => type.FullName + "::" + field.Name));
            names.UnionWith(type.Methods.Where(method => !method.IsPrivate)
                .Select(method => type.FullName + "::" + method.Name + "("
                    + string.Join(",", method.Parameters.Select(item => item.ParameterType.Name)) + ")"));
        }

        return names;
    }
}
