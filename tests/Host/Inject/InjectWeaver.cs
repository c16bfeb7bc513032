using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Mono.Cecil;
using Mono.Cecil.Cil;
using Mono.Cecil.Rocks;

namespace NanoStack.Tests.Host.Inject;

/// <summary>Puts a point (<see cref="InjectPoints.Hit"/>) in front of every instruction that may throw
/// OutOfMemoryException on the nanoCLR: a call needs a stack frame, new, box and a string literal an
/// object.</summary>
/// <remarks>Calls of <c>NetTrace</c> are left out: they are not there on a device.</remarks>
internal static class InjectWeaver
{
    private static readonly Dictionary<string, int> s_bySite = new Dictionary<string, int>();
    private static readonly List<string> s_sites = new List<string>();

    /// <summary>The assembly with points in it.</summary>
    public static byte[] Weave(byte[] assembly)
    {
        using MemoryStream from = new MemoryStream(assembly);
        using DefaultAssemblyResolver resolver = new DefaultAssemblyResolver();
        resolver.AddSearchDirectory(AppContext.BaseDirectory);
        using ModuleDefinition module = ModuleDefinition.ReadModule(
            from, new ReaderParameters { AssemblyResolver = resolver });
        MethodReference hit = module.ImportReference(
            typeof(InjectPoints).GetMethod(nameof(InjectPoints.Hit)));
        foreach (TypeDefinition type in module.GetTypes().Where(type => type.Name != "NetTrace"))
        {
            foreach (MethodDefinition method in type.Methods.Where(IsWoven))
            {
                Weave(method, hit);
            }
        }

        using MemoryStream to = new MemoryStream();
        module.Write(to);
        return to.ToArray();
    }

    /// <summary>The place of a point in words.</summary>
    public static string NameOf(int site)
    {
        lock (s_sites)
        {
            return site < 0 ? "nowhere" : s_sites[site];
        }
    }

    private static bool IsWoven(MethodDefinition method)
    {
        return method.HasBody && method.Name != ".cctor";
    }

    private static void Weave(MethodDefinition method, MethodReference hit)
    {
        MethodBody body = method.Body;
        body.SimplifyMacros();
        int index = 0;
        foreach (Instruction instruction in body.Instructions.ToArray())
        {
            if (MayThrow(instruction))
            {
                string name = method.DeclaringType.Name + "." + method.Name + " "
                    + index++ + " " + NameOf(instruction);
                Prefix(body, instruction, hit, SiteOf(name));
            }
        }

        body.OptimizeMacros();
    }

    private static bool MayThrow(Instruction instruction)
    {
        switch (instruction.OpCode.Code)
        {
            case Code.Call:
            case Code.Callvirt:
                return ((MethodReference)instruction.Operand).DeclaringType.Name != "NetTrace"
                    && ((MethodReference)instruction.Operand).Name != "get_Trace";

            case Code.Newobj:
            case Code.Newarr:
            case Code.Box:
            case Code.Ldstr:
                return true;

            default:
                return false;
        }
    }

    private static string NameOf(Instruction instruction)
    {
        return instruction.Operand is MethodReference method
            ? method.DeclaringType.Name + "." + method.Name : instruction.OpCode.Name;
    }

    private static int SiteOf(string name)
    {
        lock (s_sites)
        {
            if (!s_bySite.TryGetValue(name, out int site))
            {
                site = s_sites.Count;
                s_sites.Add(name);
                s_bySite.Add(name, site);
            }

            return site;
        }
    }

    /// <summary>In front of an instruction and of its prefix; jumps to it come by here.</summary>
    private static void Prefix(
        MethodBody body, Instruction instruction, MethodReference hit, int site)
    {
        if (instruction.Previous != null
            && instruction.Previous.OpCode.OpCodeType == OpCodeType.Prefix)
        {
            instruction = instruction.Previous;
        }

        Instruction copy = Instruction.Create(OpCodes.Nop);
        copy.OpCode = instruction.OpCode;
        copy.Operand = instruction.Operand;
        instruction.OpCode = OpCodes.Ldc_I4;
        instruction.Operand = site;
        int at = body.Instructions.IndexOf(instruction);
        body.Instructions.Insert(at + 1, Instruction.Create(OpCodes.Call, hit));
        body.Instructions.Insert(at + 2, copy);
    }
}
