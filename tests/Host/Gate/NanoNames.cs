using System.Collections.Generic;
using System.Linq;
using Mono.Cecil;

namespace NanoStack.Tests.Host.Gate;

/// <summary>How a type or member of net10.0 is called on the device: <c>Type::Member(Args)</c>.</summary>
/// <remarks>Only full names count: on the device everything lies in mscorlib.</remarks>
internal static class NanoNames
{
    private const string MsTest = "Microsoft.VisualStudio.TestTools.UnitTesting.";
    private const string NanoTest = "nanoFramework.TestFramework.";

    // The same member under another name: what C# compiles to on a PC, and on the device.
    private static readonly Dictionary<string, string> Aliases = new Dictionary<string, string>
    {
        ["System.Threading.EventWaitHandle"] = "System.Threading.AutoResetEvent",
        ["System.Threading.EventWaitHandle::Set()"] = "System.Threading.AutoResetEvent::Set()",
        ["System.Threading.EventWaitHandle::Reset()"] = "System.Threading.AutoResetEvent::Reset()",
        ["System.Threading.Monitor::Enter(Object,Boolean&)"] =
            "System.Threading.Monitor::Enter(Object)",
        ["System.Exception::GetType()"] = "System.Object::GetType()",
        [NanoTest + "Assert::Inconclusive(String)"] = NanoTest + "Assert::SkipTest(String)",
    };

    public static bool IsOwn(TypeReference type)
    {
        return type.GetElementType().Scope is ModuleDefinition
            || type.GetElementType().Scope.Name.StartsWith("NanoStack");
    }

    public static bool IsTestFramework(TypeReference type)
    {
        return type.FullName.StartsWith(MsTest);
    }

    public static string Of(TypeReference type)
    {
        TypeReference element = type.GetElementType();
        string name = IsTestFramework(element)
            ? NanoTest + element.Name : element.FullName;
        return Aliases.TryGetValue(name, out string alias) ? alias : name;
    }

    public static string Of(FieldReference field) => Of(field.DeclaringType) + "::" + field.Name;

    public static string Of(MethodReference method)
    {
        string declaring = IsTestFramework(method.DeclaringType)
            ? NanoTest + method.DeclaringType.Name : method.DeclaringType.GetElementType().FullName;
        string name = declaring + "::" + method.Name + "(" + Arguments(method) + ")";
        return Aliases.TryGetValue(name, out string alias) ? alias : name;
    }

    private static string Arguments(MethodReference method)
    {
        if (!IsTestFramework(method.DeclaringType))
        {
            return string.Join(",", method.Parameters.Select(item => item.ParameterType.Name));
        }

        // MSTest's generic AreEqual is a set of overloads there, always with a message; any DataRow
        // takes an Object[].
        if (method.DeclaringType.Name == "DataRowAttribute")
        {
            return "Object[]";
        }

        if (method.DeclaringType.Name != "Assert")
        {
            return string.Join(",", method.Parameters.Select(item => item.ParameterType.Name));
        }

        List<string> names = method.Parameters
            .Select(item => AssertArgument(method, item.ParameterType)).ToList();
        if (names.Count == 0 || names[^1] != "String" || names.Count == 1
            || (names.Count == 2 && method.Name.StartsWith("Are")))
        {
            names.Add("String");
        }

        return method.Name == "Inconclusive" ? "String" : string.Join(",", names);
    }

    private static string AssertArgument(MethodReference method, TypeReference type)
    {
        if (type is GenericInstanceType nullable)
        {
            return nullable.GenericArguments[0].Name;       // IsTrue(bool?)
        }

        if (!(type is GenericParameter parameter) || !(method is GenericInstanceMethod instance))
        {
            return type.Name;
        }

        TypeReference argument = instance.GenericArguments[parameter.Position];
        bool hasOverload = argument.IsPrimitive || argument.FullName == "System.String";
        return method.Name.EndsWith("Same") || !hasOverload ? "Object" : argument.Name;
    }
}
