using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace NanoStack.Tests.Host.Tidy;

/// <summary>Folders only look down: who may name whom.</summary>
internal static class Layers
{
    // Lowest first; what stands in one line may not name each other.
    private static readonly string[][] Stack =
    {
        new[] { "NanoStack.Kernel" },
        new[] { "NanoStack.Wire" },
        new[] { "NanoStack.Skb" },
        new[] { "NanoStack.Core" },
        new[] { "NanoStack.Device" },
        new[] { "NanoStack.Neigh" },
        new[] { "NanoStack.Ip" },
        new[] { "NanoStack.Tcp", "NanoStack.Udp" },
        new[] { "NanoStack.Sockets" },
        new[] { "NanoStack.Services" },
        new[] { "NanoStack" },
    };

    // A folder of stack/ and its namespace; Sock would hide the class of that name.
    private static readonly Dictionary<string, string> Folders = new Dictionary<string, string>
    {
        ["Sock"] = "NanoStack.Core",
        ["Socket"] = "NanoStack.Sockets",
    };

    // An assembly, and those of ours it may reference.
    private static readonly Dictionary<string, string[]> References =
        new Dictionary<string, string[]>
        {
            ["NanoStack"] = Array.Empty<string>(),
            ["NanoStack.Hal.Native"] = Array.Empty<string>(),
            ["NanoStack.Hal"] = new[] { "NanoStack", "NanoStack.Hal.Native" },
            ["NanoStack.Hal.Esp32"] = Array.Empty<string>(),
            ["NanoStack.Boards"] = new[] { "NanoStack", "NanoStack.Hal" },
            ["NanoStack.Telemetry"] = new[]
            {
                "NanoStack", "NanoStack.Hal", "NanoStack.Hal.Native", "NanoStack.Boards",
            },
            ["NanoStack.SelfTest"] = new[]
            {
                "NanoStack", "NanoStack.Hal", "NanoStack.Hal.Native", "NanoStack.Boards",
                "NanoStack.Telemetry",
            },
        };

    public static IEnumerable<string> DeviceAssemblies => References.Keys;

    /// <summary>The namespace that a file of stack/ must have.</summary>
    public static string NamespaceOf(string path)
    {
        string[] parts = path.Split('/');
        if (parts.Length == 2)
        {
            return "NanoStack";
        }

        return Folders.TryGetValue(parts[1], out string name) ? name : "NanoStack." + parts[1];
    }

    public static bool MayName(string from, string to)
    {
        int fromLayer = LayerOf(from);
        int toLayer = LayerOf(to);
        return from == to || fromLayer < 0 || toLayer < 0 || toLayer < fromLayer;
    }

    /// <summary>What the lines of a file of stack/ say: namespace and usings.</summary>
    public static List<Finding> CheckSource(SourceFile file)
    {
        List<Finding> findings = new List<Finding>();
        string own = NamespaceOf(file.Path);
        foreach (Match match in Regex.Matches(
            file.Text, @"^namespace ([\w\.]+)", RegexOptions.Multiline))
        {
            if (match.Groups[1].Value != own)
            {
                findings.Add(new Finding("namespace", file.Path, match.Value + ", not " + own));
            }
        }

        foreach (Match match in Regex.Matches(
            file.Text, @"^using (?:static )?(?:\w+ = )?(NanoStack[\w\.]*)", RegexOptions.Multiline))
        {
            if (!MayName(own, match.Groups[1].Value))
            {
                findings.Add(new Finding("layer", file.Path, match.Value));
            }
        }

        return findings;
    }

    /// <summary>What the IL of an assembly says, type by type.</summary>
    public static List<Finding> CheckAssembly(AssemblyDefinition assembly)
    {
        List<Finding> findings = new List<Finding>();
        foreach (TypeDefinition type in assembly.MainModule.GetTypes())
        {
            string from = NamespaceOf(type);
            foreach (TypeReference used in UsedBy(type))
            {
                if (!MayName(from, NamespaceOf(used)))
                {
                    findings.Add(new Finding("layer", type.FullName, "names " + used.FullName));
                }
            }
        }

        return findings;
    }

    public static List<Finding> CheckReferences(AssemblyDefinition assembly)
    {
        string[] allowed = References[assembly.Name.Name];
        return assembly.MainModule.AssemblyReferences
            .Where(item => item.Name.StartsWith("NanoStack") && !allowed.Contains(item.Name))
            .Select(item => new Finding("reference", assembly.Name.Name, "references " + item.Name))
            .ToList();
    }

    private static int LayerOf(string name)
    {
        return Array.FindIndex(Stack, layer => layer.Contains(name));
    }

    private static string NamespaceOf(TypeReference type)
    {
        TypeReference outermost = type.GetElementType();
        while (outermost.DeclaringType != null)
        {
            outermost = outermost.DeclaringType;
        }

        return outermost.Namespace;
    }

    private static IEnumerable<TypeReference> UsedBy(TypeDefinition type)
    {
        List<TypeReference> used = type.Interfaces.Select(item => item.InterfaceType).ToList();
        used.Add(type.BaseType);
        used.AddRange(type.Fields.Select(item => item.FieldType));
        foreach (MethodDefinition method in type.Methods)
        {
            used.Add(method.ReturnType);
            used.AddRange(method.Parameters.Select(item => item.ParameterType));
            if (method.HasBody)
            {
                used.AddRange(method.Body.Variables.Select(item => item.VariableType));
                used.AddRange(method.Body.Instructions.Select(UsedBy));
            }
        }

        return used.Where(item => item != null).Distinct();
    }

    private static TypeReference UsedBy(Instruction instruction)
    {
        switch (instruction.Operand)
        {
            case TypeReference type: return type;
            case MemberReference member: return member.DeclaringType;
            default: return null;
        }
    }
}
