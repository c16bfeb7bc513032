using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Mono.Cecil;
using Mono.Cecil.Cil;
using Mono.Cecil.Rocks;

namespace NanoStack.Tests.Host.Interleave;

/// <summary>Puts calls of <see cref="Steps"/> into a compiled assembly, in memory: the code that is
/// explored is the product's own, to the last instruction.</summary>
/// <remarks>
/// In stack and hal every use of a field that can change is a step of its own, every call of the bus
/// is one, and Sleep, Set and WaitOne are. In the model of the chip (hal/Host) a whole call is one
/// step; there fields and arrays are noted as part of it.
/// Not a step: an element of an array, but for <see cref="s_columns"/>. Counters (Mib, EmacStats) are such: they are added to without
/// a lock, by design.
/// </remarks>
internal sealed class Weaver
{
    /// <summary>Tables of columns whose elements are steps, as fields are.</summary>
    private static readonly string[] s_columns =
    {
        "TcpTimeWait", "SocketOwner", "TcpClose",
    };

    private static readonly string[] s_unwoven = { "NetTrace", "EmacStats", "Mib" };

    private readonly ModuleDefinition _module;
    private readonly bool _isModel;
    private readonly WeaverLibrary _steps;
    private MethodBody _body;

    private Weaver(ModuleDefinition module, bool isModel)
    {
        _module = module;
        _isModel = isModel;
        _steps = new WeaverLibrary(module);
    }

    /// <summary>The assembly with points in it.</summary>
    public static byte[] Weave(byte[] assembly, bool isModel)
    {
        using MemoryStream from = new MemoryStream(assembly);
        using DefaultAssemblyResolver resolver = new DefaultAssemblyResolver();
        resolver.AddSearchDirectory(AppContext.BaseDirectory);
        using ModuleDefinition module = ModuleDefinition.ReadModule(
            from, new ReaderParameters { AssemblyResolver = resolver });
        Weaver weaver = new Weaver(module, isModel);
        foreach (TypeDefinition type in module.GetTypes().Where(IsWoven))
        {
            foreach (MethodDefinition method in type.Methods.Where(method => method.HasBody))
            {
                weaver.Weave(method);
            }
        }

        using MemoryStream to = new MemoryStream();
        module.Write(to);
        return to.ToArray();
    }

    private static bool IsWoven(TypeDefinition type)
    {
        return !type.IsValueType && !s_unwoven.Contains(type.Name);
    }

    private static bool IsColumn(MethodDefinition method)
    {
        return s_columns.Contains(method.DeclaringType.Name) && !method.IsConstructor;
    }

    private void Weave(MethodDefinition method)
    {
        _body = method.Body;
        _body.SimplifyMacros();
        _body.InitLocals = true;
        foreach (Instruction instruction in _body.Instructions.ToArray())
        {
            Weave(instruction, method);
        }

        _body.OptimizeMacros();
    }

    private void Weave(Instruction instruction, MethodDefinition method)
    {
        switch (instruction.OpCode.Code)
        {
            case Code.Ldfld:
            case Code.Ldflda:
            case Code.Stfld:
                WeaveField(instruction, method);
                break;

            case Code.Call:
            case Code.Callvirt:
                WeaveCall(instruction);
                break;

            case Code.Ldelem_U1:
            case Code.Ldelem_I4:
            case Code.Ldelem_U4:
            case Code.Ldelema:
            case Code.Stelem_I1:
            case Code.Stelem_I4:
                if (_isModel || IsColumn(method))
                {
                    WeaveElement(instruction);
                }

                break;
        }
    }

    private void WeaveField(Instruction instruction, MethodDefinition method)
    {
        FieldDefinition field = ((FieldReference)instruction.Operand).Resolve();
        if (field == null || field.IsInitOnly || field.DeclaringType.IsValueType
            || method.IsConstructor || !IsWoven(field.DeclaringType)
            || field.Module != _module)
        {
            return;
        }

        int label = Labels.Of(field.DeclaringType.Name + "." + field.Name);
        bool isStore = instruction.OpCode == OpCodes.Stfld;
        bool isWrite = instruction.OpCode != OpCodes.Ldfld;
        List<Instruction> before = new List<Instruction>();
        VariableDefinition value = isStore ? NewLocal(field.FieldType) : null;
        if (isStore)
        {
            before.Add(Instruction.Create(OpCodes.Stloc, value));
        }

        before.Add(Instruction.Create(OpCodes.Dup));
        if (_isModel)
        {
            before.AddRange(isStore && field.FieldType.IsPrimitive
                ? IsNew(field, value)
                : new[] { Instruction.Create(OpCodes.Ldc_I4, isWrite ? 1 : 0) });
        }

        before.Add(Instruction.Create(OpCodes.Ldc_I4, label));
        before.Add(Instruction.Create(
            OpCodes.Call, _isModel ? _steps.Touch : isWrite ? _steps.Write : _steps.Read));
        if (isStore)
        {
            before.Add(Instruction.Create(OpCodes.Ldloc, value));
        }

        Prefix(instruction, before);
    }

    /// <summary>Within a step a store of what is there already is no more than a read.</summary>
    private static Instruction[] IsNew(FieldDefinition field, VariableDefinition value)
    {
        return new[]
        {
            Instruction.Create(OpCodes.Dup),
            Instruction.Create(OpCodes.Ldfld, field),
            Instruction.Create(OpCodes.Ldloc, value),
            Instruction.Create(OpCodes.Ceq),
            Instruction.Create(OpCodes.Ldc_I4_0),
            Instruction.Create(OpCodes.Ceq),
        };
    }

    private void WeaveCall(Instruction instruction)
    {
        MethodReference method = (MethodReference)instruction.Operand;
        string type = method.DeclaringType.Name;
        if (!_isModel && type == "EmacBus" && instruction.OpCode == OpCodes.Callvirt
            && method.Name != "get_IsOpen" && method.Name != "get_ArenaAddress")
        {
            Prefix(instruction, new List<Instruction>
            {
                Instruction.Create(OpCodes.Ldc_I4, Labels.Of("bus." + method.Name)),
                Instruction.Create(OpCodes.Call, _steps.Call),
            });
            return;
        }

        if (type == "ModelMemory" && _isModel && (method.Name == "Read" || method.Name == "Write"))
        {
            WeaveMemory(instruction, method);
            return;
        }

        MethodReference substitute = _steps.SubstituteFor(method, _isModel);
        if (substitute != null)
        {
            instruction.OpCode = OpCodes.Call;
            instruction.Operand = substitute;
        }
    }

    /// <summary>A word of the arena: the address in front of the call tells which.</summary>
    private void WeaveMemory(Instruction instruction, MethodReference method)
    {
        bool isWrite = method.Name == "Write";
        VariableDefinition value = NewLocal(_module.TypeSystem.UInt32);
        VariableDefinition address = NewLocal(_module.TypeSystem.UInt32);
        List<Instruction> before = new List<Instruction>();
        if (isWrite)
        {
            before.Add(Instruction.Create(OpCodes.Stloc, value));
        }

        before.Add(Instruction.Create(OpCodes.Stloc, address));
        before.Add(Instruction.Create(OpCodes.Dup));
        before.Add(Instruction.Create(OpCodes.Ldloc, address));
        before.Add(Instruction.Create(OpCodes.Ldc_I4, isWrite ? 1 : 0));
        before.Add(Instruction.Create(OpCodes.Call, _steps.TouchMemory));
        before.Add(Instruction.Create(OpCodes.Ldloc, address));
        if (isWrite)
        {
            before.Add(Instruction.Create(OpCodes.Ldloc, value));
        }

        Prefix(instruction, before);
    }

    private void WeaveElement(Instruction instruction)
    {
        Code code = instruction.OpCode.Code;
        bool isStore = code == Code.Stelem_I1 || code == Code.Stelem_I4;
        VariableDefinition index = NewLocal(_module.TypeSystem.Int32);
        VariableDefinition value = NewLocal(_module.TypeSystem.Int32);
        List<Instruction> before = new List<Instruction>();
        if (isStore)
        {
            before.Add(Instruction.Create(OpCodes.Stloc, value));
        }

        before.Add(Instruction.Create(OpCodes.Conv_I4));
        before.Add(Instruction.Create(OpCodes.Stloc, index));
        before.Add(Instruction.Create(OpCodes.Dup));
        before.Add(Instruction.Create(OpCodes.Ldc_I4, isStore || code == Code.Ldelema ? 1 : 0));
        before.Add(Instruction.Create(OpCodes.Ldloc, index));
        before.Add(Instruction.Create(OpCodes.Call, _isModel ? _steps.Touch : _steps.Element));
        before.Add(Instruction.Create(OpCodes.Ldloc, index));
        if (isStore)
        {
            before.Add(Instruction.Create(OpCodes.Ldloc, value));
        }

        Prefix(instruction, before);
    }

    private VariableDefinition NewLocal(TypeReference type)
    {
        VariableDefinition local = new VariableDefinition(type);
        _body.Variables.Add(local);
        return local;
    }

    /// <summary>In front of an instruction, and jumps to it come by here.</summary>
    private void Prefix(Instruction instruction, List<Instruction> before)
    {
        if (instruction.Previous != null && instruction.Previous.OpCode == OpCodes.Volatile)
        {
            instruction.Previous.OpCode = OpCodes.Nop;      // the step is a fence of its own
        }

        Instruction copy = Instruction.Create(OpCodes.Nop);
        copy.OpCode = instruction.OpCode;
        copy.Operand = instruction.Operand;
        instruction.OpCode = before[0].OpCode;
        instruction.Operand = before[0].Operand;
        int at = _body.Instructions.IndexOf(instruction);
        for (int i = 1; i < before.Count; i++)
        {
            _body.Instructions.Insert(at + i, before[i]);
        }

        _body.Instructions.Insert(at + before.Count, copy);
    }
}
