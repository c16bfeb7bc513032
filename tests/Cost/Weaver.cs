using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Mono.Cecil;
using Mono.Cecil.Cil;
using Mono.Cecil.Rocks;

namespace NanoStack.Cost;

/// <summary>Puts a counter in front of every run of instructions that are executed together.</summary>
/// <remarks>A run begins at a method's start, at a jump's target and behind a jump. What an exception leaves
/// out of a run is counted all the same: on these paths there are none. <c>nop</c> is not counted: the
/// device's compiler makes none.</remarks>
internal sealed class Weaver
{
    public const string TypeName = "NanoStackCostMeter";
    public const string InstructionsName = "Instructions";
    public const string CallsName = "Calls";
    public const string AllocationsName = "Allocations";

    private readonly ModuleDefinition _module;
    private readonly FieldDefinition _instructions;
    private readonly FieldDefinition _calls;
    private readonly FieldDefinition _allocations;
    private readonly List<Probe> _probes = new List<Probe>();

    private Weaver(ModuleDefinition module)
    {
        _module = module;
        TypeDefinition meter = new TypeDefinition(
            "", TypeName, TypeAttributes.Public | TypeAttributes.Abstract | TypeAttributes.Sealed,
            module.TypeSystem.Object);
        _instructions = NewColumn(meter, InstructionsName);
        _calls = NewColumn(meter, CallsName);
        _allocations = NewColumn(meter, AllocationsName);
        module.Types.Add(meter);
    }

    /// <summary>The assembly with counters in it, and the methods they belong to.</summary>
    public static byte[] Weave(string path, out IReadOnlyList<Probe> probes)
    {
        using ModuleDefinition module = ModuleDefinition.ReadModule(path);
        Weaver weaver = new Weaver(module);
        TypeDefinition[] types = module.GetTypes().Where(type => type.Name != TypeName).ToArray();
        foreach (TypeDefinition type in types)
        {
            foreach (MethodDefinition method in type.Methods.Where(method => method.HasBody))
            {
                weaver.Weave(type, method);
            }
        }

        probes = weaver._probes;
        using MemoryStream to = new MemoryStream();
        module.Write(to);
        return to.ToArray();
    }

    private FieldDefinition NewColumn(TypeDefinition type, string name)
    {
        FieldDefinition field = new FieldDefinition(
            name, FieldAttributes.Public | FieldAttributes.Static,
            new ArrayType(_module.TypeSystem.Int64));
        type.Fields.Add(field);
        return field;
    }

    private void Weave(TypeDefinition type, MethodDefinition method)
    {
        int number = _probes.Count;
        _probes.Add(new Probe
        {
            Room = type.FullName,
            IsLock = type.Name == "SpinLock" && method.Name == "Hold",
        });
        MethodBody body = method.Body;
        body.SimplifyMacros();
        HashSet<Instruction> targets = Targets(body);
        List<Instruction> run = new List<Instruction>();
        bool isFirst = true;
        foreach (Instruction instruction in body.Instructions.ToArray())
        {
            if (run.Count > 0 && (targets.Contains(instruction) || IsPrefixed(instruction)))
            {
                Count(body, run, number, isFirst);
                isFirst = false;
                run.Clear();
            }

            run.Add(instruction);
            if (instruction.OpCode.FlowControl is FlowControl.Branch or FlowControl.Cond_Branch
                or FlowControl.Return or FlowControl.Throw)
            {
                Count(body, run, number, isFirst);
                isFirst = false;
                run.Clear();
            }
        }

        body.OptimizeMacros();
    }

    /// <summary>A prefix (constrained., tail.) and its call stay together.</summary>
    private static bool IsPrefixed(Instruction instruction)
    {
        return instruction.OpCode.OpCodeType == OpCodeType.Prefix;
    }

    private static HashSet<Instruction> Targets(MethodBody body)
    {
        HashSet<Instruction> targets = new HashSet<Instruction>();
        foreach (Instruction instruction in body.Instructions)
        {
            if (instruction.Operand is Instruction target)
            {
                targets.Add(target);
            }
            else if (instruction.Operand is Instruction[] several)
            {
                targets.UnionWith(several);
            }
        }

        foreach (ExceptionHandler handler in body.ExceptionHandlers)
        {
            targets.Add(handler.TryStart);
            targets.Add(handler.HandlerStart);
            if (handler.FilterStart != null)
            {
                targets.Add(handler.FilterStart);
            }
        }

        return targets;
    }

    private void Count(MethodBody body, List<Instruction> run, int number, bool isFirst)
    {
        int instructions = run.Count(
            instruction => instruction.OpCode != OpCodes.Nop
                && instruction.OpCode.OpCodeType != OpCodeType.Prefix);
        int allocations = run.Count(
            instruction => instruction.OpCode == OpCodes.Newobj
                || instruction.OpCode == OpCodes.Newarr || instruction.OpCode == OpCodes.Box);
        List<Instruction> before = new List<Instruction>();
        before.AddRange(Add(_instructions, number, instructions));
        before.AddRange(Add(_calls, number, isFirst ? 1 : 0));
        before.AddRange(Add(_allocations, number, allocations));
        Prefix(body, run[0], before);
    }

    private static IEnumerable<Instruction> Add(FieldDefinition column, int number, int amount)
    {
        if (amount == 0)
        {
            return Array.Empty<Instruction>();
        }

        return new[]
        {
            Instruction.Create(OpCodes.Ldsfld, column),
            Instruction.Create(OpCodes.Ldc_I4, number),
            Instruction.Create(OpCodes.Ldelema, column.FieldType.GetElementType()),
            Instruction.Create(OpCodes.Dup),
            Instruction.Create(OpCodes.Ldind_I8),
            Instruction.Create(OpCodes.Ldc_I8, (long)amount),
            Instruction.Create(OpCodes.Add),
            Instruction.Create(OpCodes.Stind_I8),
        };
    }

    /// <summary>In front of an instruction, and jumps to it come by here.</summary>
    private static void Prefix(MethodBody body, Instruction instruction, List<Instruction> before)
    {
        if (before.Count == 0)
        {
            return;
        }

        Instruction copy = Instruction.Create(OpCodes.Nop);
        copy.OpCode = instruction.OpCode;
        copy.Operand = instruction.Operand;
        instruction.OpCode = before[0].OpCode;
        instruction.Operand = before[0].Operand;
        int at = body.Instructions.IndexOf(instruction);
        for (int i = 1; i < before.Count; i++)
        {
            body.Instructions.Insert(at + i, before[i]);
        }

        body.Instructions.Insert(at + before.Count, copy);
    }
}
