using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace NanoStack.Tests.Host.Gate;

/// <summary>A gate that finds nothing may be blind: here it must see every offence.</summary>
[TestClass]
public sealed class GateSelfTests
{
    private const string Bad = "NanoStack.Tests.Host.Gate.Bad";
    private const string Good = "NanoStack.Tests.Host.Gate.Good";

    [TestMethod]
    [DataRow("GenericType`1", "generic")]
    [DataRow("GenericMethod", "generic")]
    [DataRow("GenericUse", "generic")]
    [DataRow("GenericCall", "generic")]
    [DataRow("GenericNullable", "generic")]
    [DataRow("GenericTuple", "generic")]
    [DataRow("GenericSpan", "generic")]
    [DataRow("GenericInterpolation", "generic")]
    [DataRow("MultidimArray", "multidim")]
    [DataRow("StackallocBytes", "stackalloc")]
    [DataRow("PointerParameter", "pointer")]
    [DataRow("PointerFixed", "pointer")]
    [DataRow("StructLocal", "struct")]
    [DataRow("StructParameter", "struct")]
    [DataRow("StructField", "struct")]
    [DataRow("BoxingInt", "boxing")]
    [DataRow("ClosureLambda", "closure")]
    [DataRow("IteratorMethod", "iterator")]
    [DataRow("AllocParams", "alloc")]
    [DataRow("AllocObject", "alloc")]
    [DataRow("AllocString", "alloc")]
    [DataRow("AllocForeach", "alloc")]
    [DataRow("FloatLocal", "float")]
    [DataRow("ThrowMethod", "throw")]
    [DataRow("LockStatement", "lock")]
    [DataRow("EnumToString", "enum")]
    [DataRow("EnumFormat", "enum")]
    [DataRow("AssertDebug", "assert")]
    [DataRow("StaticState", "static")]
    [DataRow("ModifierVolatile", "modifier")]
    public void Gate_BadSample_IsFound(string type, string rule)
    {
        DeviceGate gate = Read(Bad);

        Assert.IsTrue(
            gate.Findings.Any(item => item.Rule == rule && Names(item, Bad + "." + type)),
            type + " was not found; seen:\n" + string.Join("\n", gate.Findings));
    }

    [TestMethod]
    public void Gate_EveryBadSample_HasItsRow()
    {
        DeviceGate gate = Read(Bad);
        int rows = typeof(GateSelfTests).GetMethod(nameof(Gate_BadSample_IsFound))
            .GetCustomAttributes(typeof(DataRowAttribute), false).Length;
        int types = typeof(GateSelfTests).Assembly.GetTypes()
            .Count(type => type.Namespace == Bad && !type.IsNested && type.IsClass);

        Assert.AreEqual(types, rows);
    }

    [TestMethod]
    public void Gate_GoodSample_IsNotFound()
    {
        DeviceGate gate = Read(Good);
        Allowed allowed = new Allowed(new[] { "alloc *::.ctor # made", "alloc *::.cctor # made" });

        List<string> found = allowed.Remaining(gate.Findings);

        Assert.AreEqual(0, found.Count, string.Join("\n", found));
        Assert.IsTrue(gate.Members.ContainsKey("System.Threading.AutoResetEvent::Set()"));
        Assert.IsTrue(gate.Members.ContainsKey(
            "System.Threading.Interlocked::CompareExchange(Int32&,Int32,Int32)"));
    }

    [TestMethod]
    public void Gate_MemberOutsideTheList_IsSeen()
    {
        DeviceGate gate = Read(Bad);

        Assert.IsTrue(gate.Members.ContainsKey("System.Diagnostics.Debug::Assert(Boolean)"));
        Assert.IsTrue(gate.Members.ContainsKey("System.Collections.ArrayList::GetEnumerator()"));
    }

    [TestMethod]
    public void NanoApi_ReadsTypesMembersAndFields()
    {
        NanoApi api = new NanoApi(new[]
        {
            "class System.Array", "  static Void Copy(Array, Int32, Array, Int32, Int32)",
            "  Int32 get_Length()", "class System.String", "  field String Empty",
        });

        Assert.IsTrue(api.Has("System.Array"));
        Assert.IsTrue(api.Has("System.Array::Copy(Array,Int32,Array,Int32,Int32)"));
        Assert.IsTrue(api.Has("System.Array::get_Length()"));
        Assert.IsTrue(api.Has("System.String::Empty"));
        Assert.IsFalse(api.Has("System.Array::get_Rank()"));
    }

    [TestMethod]
    public void Allowed_NeedsAReason()
    {
        Assert.ThrowsExactly<FormatException>(() => new Allowed(new[] { "alloc A::B" }));
        Assert.ThrowsExactly<FormatException>(() => new Allowed(new[] { "alloc A::B #" }));
    }

    [TestMethod]
    public void Allowed_NeedlessLine_IsUnused()
    {
        Allowed allowed = new Allowed(new[] { "alloc A::B # once", "alloc C::* # any" });

        Assert.IsFalse(allowed.Covers(new Finding("throw", "A::B", "")));
        Assert.IsTrue(allowed.Covers(new Finding("alloc", "C::D", "")));
        CollectionAssert.AreEqual(new[] { "alloc A::B" }, allowed.Unused());
    }

    private static DeviceGate Read(string space)
    {
        DeviceGate gate = new DeviceGate(new[] { Bad, Good });
        gate.Read(
            typeof(GateSelfTests).Assembly.Location,
            type => type.FullName.StartsWith(space + "."));
        return gate;
    }

    // The type itself, one of its members, or a class the compiler nested in it.
    private static bool Names(Finding finding, string type)
    {
        return finding.Place == type || finding.Place.StartsWith(type + "::")
            || finding.Place.StartsWith(type + "/");
    }
}
