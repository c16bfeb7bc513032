using System.Linq;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace NanoStack.Tests.Host.Gate;

/// <summary>Reads the instructions of one method for <see cref="DeviceGate"/>.</summary>
internal sealed class BodyReader
{
    private readonly DeviceGate _gate;
    private readonly MethodDefinition _method;
    private readonly string _place;
    private readonly bool _isPacketPath;

    public BodyReader(DeviceGate gate, MethodDefinition method, string place, bool isPacketPath)
    {
        _gate = gate;
        _method = method;
        _place = place;
        _isPacketPath = isPacketPath;
    }

    public void Read()
    {
        foreach (ExceptionHandler handler in _method.Body.ExceptionHandlers)
        {
            if (handler.CatchType != null)
            {
                _gate.CheckType(handler.CatchType, _place);
            }
        }

        foreach (Instruction instruction in _method.Body.Instructions)
        {
            ReadOperand(instruction);
            ReadOpCode(instruction);
        }

        if (_isPacketPath)
        {
            ReadFloats();
        }
    }

    private void ReadOperand(Instruction instruction)
    {
        switch (instruction.Operand)
        {
            case MethodReference method:
                ReadCall(instruction, method);
                break;
            case FieldReference field:
                ReadFieldUse(instruction, field);
                break;
            case TypeReference type:
                _gate.CheckType(type, _place);
                break;
        }
    }

    private void ReadFieldUse(Instruction instruction, FieldReference field)
    {
        // An array initialiser's bytes lie in a type the compiler made.
        if (instruction.OpCode.Code == Code.Ldtoken)
        {
            return;
        }

        _gate.CheckType(field.FieldType, _place);
        if (!NanoNames.IsOwn(field.DeclaringType))
        {
            _gate.Use(NanoNames.Of(field), _place);
        }
    }

    private void ReadCall(Instruction instruction, MethodReference method)
    {
        TypeReference declaring = method.DeclaringType;
        if (NanoNames.IsTestFramework(declaring))
        {
            ReadAssert(method);
            return;
        }

        if (IsNullableForAssert(instruction, method))
        {
            return;
        }

        if (declaring is ArrayType array)
        {
            _gate.CheckType(array, _place);
            return;
        }

        if (method is GenericInstanceMethod || declaring is GenericInstanceType)
        {
            _gate.Report("generic", _place, method.FullName);
            return;
        }

        if (!NanoNames.IsOwn(declaring))
        {
            _gate.Use(NanoNames.Of(method), _place);
        }

        if (declaring.FullName == "System.Diagnostics.Debug" && method.Name == "Assert")
        {
            _gate.Report("assert", _place, "Debug.Assert only breaks into a debugger; use Bug.On");
        }

        if (instruction.OpCode.Code == Code.Newobj)
        {
            ReadNew(method);
        }
        else if (_isPacketPath)
        {
            ReadPacketPathCall(method);
        }
    }

    private void ReadAssert(MethodReference method)
    {
        _gate.Use(NanoNames.Of(method), _place);
        if (method is GenericInstanceMethod instance && !method.Name.EndsWith("Same"))
        {
            foreach (TypeReference argument in instance.GenericArguments)
            {
                if (argument.IsValueType && !argument.IsPrimitive)
                {
                    string what = "Assert on " + argument.FullName + ": cast to int";
                    _gate.Report("enum", _place, what);
                }
            }
        }
    }

    // MSTest's IsTrue takes a bool?, nanoFramework's a bool: the conversion is not ours.
    private static bool IsNullableForAssert(Instruction instruction, MethodReference method)
    {
        return method.DeclaringType is GenericInstanceType type
            && type.ElementType.FullName == "System.Nullable`1" && method.Name == ".ctor"
            && Following(instruction, 4).Any(next => next.Operand is MethodReference call
                && NanoNames.IsTestFramework(call.DeclaringType));
    }

    private static System.Collections.Generic.IEnumerable<Instruction> Following(
        Instruction instruction, int count)
    {
        for (int i = 0; i < count && instruction.Next != null; i++)
        {
            instruction = instruction.Next;
            yield return instruction;
        }
    }

    private void ReadNew(MethodReference constructor)
    {
        TypeReference type = constructor.DeclaringType;
        if (DeviceGate.IsOwnStruct(type))
        {
            _gate.CheckStruct(type, _place, "new");
        }
        else if (DeviceGate.Derives(type, "System.Exception"))
        {
            _gate.Report("throw", _place, "makes " + type.FullName);
        }
        else if (_isPacketPath)
        {
            bool isDelegate = DeviceGate.Derives(type, "System.MulticastDelegate");
            _gate.Report(isDelegate ? "closure" : "alloc", _place, "new " + type.FullName);
        }
    }

    private void ReadPacketPathCall(MethodReference method)
    {
        string declaring = method.DeclaringType.FullName;
        if (declaring == "System.Threading.Monitor")
        {
            _gate.Report("lock", _place, "a lock statement costs five calls");
        }

        if (method.Name == "GetEnumerator")
        {
            _gate.Report("alloc", _place, "foreach over a collection makes an enumerator");
        }

        bool makesText = method.ReturnType.FullName == "System.String"
            && (declaring == "System.String" || method.Name == "ToString");
        if (makesText)
        {
            _gate.Report("alloc", _place, "makes a string: " + method.Name);
        }
    }

    private void ReadOpCode(Instruction instruction)
    {
        TypeReference type = instruction.Operand as TypeReference;
        switch (instruction.OpCode.Code)
        {
            case Code.Localloc:
                _gate.Report("stackalloc", _place, "localloc is not supported");
                break;
            case Code.Box:
                ReadBox(type);
                break;
            case Code.Constrained:
                if (IsEnum(type))
                {
                    _gate.Report("enum", _place, type.FullName + ": its text is the number");
                }

                break;
            case Code.Newarr:
                if (_isPacketPath)
                {
                    _gate.Report("alloc", _place, "new " + type.FullName + "[]");
                }

                break;
        }
    }

    private void ReadBox(TypeReference type)
    {
        if (IsEnum(type))
        {
            _gate.Report("enum", _place, type.FullName + " as an object: its text is the number");
        }
        else if (_isPacketPath)
        {
            _gate.Report("boxing", _place, type.FullName);
        }
    }

    private static bool IsEnum(TypeReference type)
    {
        return type.IsValueType && !type.IsPrimitive && (type.Resolve()?.IsEnum ?? false);
    }

    private void ReadFloats()
    {
        bool has = _method.Body.Variables.Any(item => IsFloat(item.VariableType))
            || _method.Parameters.Any(item => IsFloat(item.ParameterType))
            || IsFloat(_method.ReturnType)
            || _method.Body.Instructions.Any(item => IsFloat(item.OpCode.Code)
                || (item.Operand is FieldReference field && IsFloat(field.FieldType)));
        if (has)
        {
            _gate.Report("float", _place, "floating point on a packet's path");
        }
    }

    private static bool IsFloat(TypeReference type)
    {
        return type.MetadataType == MetadataType.Single || type.MetadataType == MetadataType.Double;
    }

    private static bool IsFloat(Code code)
    {
        return code == Code.Ldc_R4 || code == Code.Ldc_R8 || code == Code.Conv_R4
            || code == Code.Conv_R8 || code == Code.Conv_R_Un;
    }
}
