using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoStack.Hal.Native;

namespace NanoStack.Tests.Host.Native;

/// <summary>The table that is compiled into the firmware, against the assembly it belongs to: a place,
/// a name or a type that has moved lands a call in the wrong function and nothing complains.</summary>
[TestClass]
public sealed class NativeTableTests
{
    private const string TablePath = "firmware/native/interop/nanostack_hal_native.cpp";
    private const string HeaderPath = "firmware/native/interop/nanostack_hal_native.h";
    private const string ModulePath =
        "firmware/native/cmake/FindINTEROP-NanoStack.Hal.Native.cmake";

    [TestMethod]
    public void Table_HasEveryMethodInItsPlaceWithItsTypes()
    {
        string[] wanted = Methods().Select(StubName).ToArray();
        string[] table = Stubs(TablePath, @"^\s+(?:EmacNative::(\w+)|NULL|nullptr),");
        CollectionAssert.AreEqual(wanted, table);
        string[] declared = Stubs(HeaderPath, @"NANOCLR_NATIVE_DECLARE\((\w+)\);");
        CollectionAssert.AreEqual(wanted, declared);
    }

    [TestMethod]
    public void Checksum_IsThatOfTheAssembly()
    {
        Assert.AreEqual(Checksum().ToString("X8"), Data().Groups[2].Value);
    }

    [TestMethod]
    public void NameAndVersion_AreThoseOfTheAssembly()
    {
        Match data = Data();
        Assert.AreEqual(typeof(EmacNative).Assembly.GetName().Name, data.Groups[1].Value);
        string info = File.ReadAllText(Repo.At("hal/Native/Properties/AssemblyInfo.cs"));
        Match attribute = Regex.Match(info, @"AssemblyNativeVersion\(""([\d.]+)""\)");
        string numbers = data.Groups[3].Value.Replace(" ", "").Replace(",", ".");
        Assert.AreEqual(attribute.Groups[1].Value, numbers);
    }

    /// <summary>The firmware's build finds checksum and version with an expression of this shape,
    /// and quietly leaves them out where it does not match: no zero before the checksum, one brace
    /// before the version.</summary>
    [TestMethod]
    public void Table_HasTheShapeTheFirmwareBuildReads()
    {
        string text = File.ReadAllText(Repo.At(TablePath));
        string symbol = "g_CLR_AssemblyNative_"
            + typeof(EmacNative).Assembly.GetName().Name.Replace('.', '_');
        Match match = Regex.Match(
            text,
            @"[ \t\r\n]+CLR_RT_NativeAssemblyData[ \t\r\n]+" + symbol
            + @"[ \t\r\n]*=[^{]+\{[^0]+0x([0-9A-Za-z]+)[^{]+\{\s*(\d+)\s*,\s*(\d+)\s*,\s*(\d+)\s*,"
            + @"\s*(\d+)");
        Assert.IsTrue(match.Success);
        Assert.AreEqual(Checksum().ToString("X8"), match.Groups[1].Value);
    }

    /// <summary>A source that the module does not list is missing at link time, on somebody else's
    /// machine.</summary>
    [TestMethod]
    public void FindModule_ListsEverySourceOfTheFirmware()
    {
        string module = File.ReadAllText(Repo.At(ModulePath));
        string[] listed = Regex.Matches(module, @"^\s+((?:core|esp32|interop)/\w+\.(?:c|cpp))\s*$",
                RegexOptions.Multiline)
            .Select(match => match.Groups[1].Value).OrderBy(path => path, StringComparer.Ordinal)
            .ToArray();
        string[] present = new[] { "core", "esp32", "interop" }
            .SelectMany(folder => Repo.FilesBelow("firmware/native/" + folder, "*.c*"))
            .Select(path => path.Substring("firmware/native/".Length))
            .OrderBy(path => path, StringComparer.Ordinal).ToArray();
        CollectionAssert.AreEqual(present, listed);
    }

    /// <summary>In the order of their places, constructors of a hidden type included.</summary>
    private static MethodBase[] Methods()
    {
        const BindingFlags all = BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public
            | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        return typeof(EmacNative).Module.GetTypes()
            .OrderBy(type => type.FullName, StringComparer.InvariantCulture)
            .SelectMany(type => type.GetMembers(all).OfType<MethodBase>()
                .OrderBy(method => method.MetadataToken))
            .ToArray();
    }

    private static string[] Stubs(string path, string pattern)
    {
        string text = File.ReadAllText(Repo.At(path));
        return Regex.Matches(text, pattern, RegexOptions.Multiline)
            .Select(match => match.Groups[1].Value).ToArray();
    }

    private static Match Data()
    {
        return Regex.Match(
            File.ReadAllText(Repo.At(TablePath)),
            @"=\s*\{\s*""([\w.]+)"",\s*0x([0-9A-F]{8}),\s*method_lookup,\s*\{ ([\d, ]+) \}\s*\};");
    }

    /// <summary>Method, STATIC, result, parameters (docs/hardware.md, 9.2); empty for a managed one, whose
    /// place in the table is null.</summary>
    private static string StubName(MethodBase member)
    {
        bool isNative =
            (member.MethodImplementationFlags & MethodImplAttributes.InternalCall) != 0;
        if (!isNative || member is not MethodInfo method)
        {
            return "";
        }

        IEnumerable<string> types = method.GetParameters().Select(item => Tag(item.ParameterType))
            .Prepend(Tag(method.ReturnType));
        return method.Name + "___STATIC__" + string.Join("__", types);
    }

    private static string Tag(Type type)
    {
        return type == typeof(void) ? "VOID"
            : type == typeof(bool) ? "BOOLEAN"
            : type == typeof(int) ? "I4"
            : type == typeof(uint) ? "U4"
            : type == typeof(byte[]) ? "SZARRAY_U1"
            : throw new InvalidOperationException("No tag for " + type);
    }

    /// <summary>As nanoFramework's metadata processor has it: a CRC-32, most significant bit first,
    /// over assembly, class and stub name of every method; of the first one over its stub name
    /// only.</summary>
    private static uint Checksum()
    {
        uint crc = 0;
        foreach (MethodBase method in Methods())
        {
            if (crc != 0)
            {
                crc = Crc(method.DeclaringType.Assembly.GetName().Name, crc);
                crc = Crc(method.DeclaringType.FullName.Replace('.', '_'), crc);
            }

            crc = Crc(StubName(method), crc);
        }

        return crc;
    }

    private static uint Crc(string text, uint crc)
    {
        foreach (byte value in Encoding.ASCII.GetBytes(text))
        {
            crc ^= (uint)value << 24;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc & 0x80000000) != 0 ? (crc << 1) ^ 0x04C11DB7 : crc << 1;
            }
        }

        return crc;
    }
}
