using System;
using System.Collections;
using System.Diagnostics;

// One offence a class, named after the rule that must find it. The gate reads this namespace as if
// a packet passed it.
#pragma warning disable CS0649, CS0169, CS0414, IDE0044

namespace NanoStack.Tests.Host.Gate.Bad;

internal enum Color
{
    Red,
}

internal struct Point
{
    public int X;
}

internal sealed class GenericType<T>
{
}

internal static class GenericMethod
{
    public static void Run<T>()
    {
    }
}

internal static class GenericUse
{
    public static object Run() => new System.Collections.Generic.List<int>();
}

internal static class GenericCall
{
    public static int Run(int[] values) => Array.IndexOf<int>(values, 1);
}

internal static class GenericNullable
{
    public static int? Run() => null;
}

internal static class GenericTuple
{
    public static void Run()
    {
        (int A, int B) pair = (1, 2);
        _ = pair.A;
    }
}

internal static class GenericSpan
{
    public static int Run(byte[] data) => data.AsSpan().Length;
}

internal static class GenericInterpolation
{
    public static void Run(int value)
    {
        Console.WriteLine($"{value}");
    }
}

internal static class MultidimArray
{
    public static int Run() => new int[2, 2].Length;
}

internal static unsafe class StackallocBytes
{
    public static void Run()
    {
        byte* bytes = stackalloc byte[4];
        bytes[0] = 1;
    }
}

internal static unsafe class PointerParameter
{
    public static byte Run(byte* at) => *at;
}

internal static unsafe class PointerFixed
{
    public static void Run(byte[] data)
    {
        fixed (byte* at = data)
        {
            *at = 1;
        }
    }
}

internal static class StructLocal
{
    public static int Run()
    {
        Point point = default;
        point.X = 1;
        return point.X;
    }
}

internal static class StructParameter
{
    public static int Run(Point point) => point.X;
}

internal sealed class StructField
{
    public Point At;
}

internal static class BoxingInt
{
    public static object Run(int value) => value;
}

internal static class ClosureLambda
{
    public static Action Run(int value) => () => Use(value);

    private static void Use(int value)
    {
    }
}

internal static class IteratorMethod
{
    public static IEnumerable Run()
    {
        yield return null;
    }
}

internal static class AllocParams
{
    public static void Run()
    {
        Many(1, 2, 3);
    }

    private static void Many(params int[] values)
    {
    }
}

internal static class AllocObject
{
    public static object Run() => new object();
}

internal static class AllocString
{
    public static string Run(string a, string b) => a + b;
}

internal static class AllocForeach
{
    public static void Run(ArrayList list)
    {
        foreach (object item in list)
        {
            item.GetHashCode();
        }
    }
}

internal static class FloatLocal
{
    public static int Run(int value) => (int)(value * 0.5);
}

internal static class ThrowMethod
{
    public static void Run()
    {
        throw new InvalidOperationException();
    }
}

internal static class LockStatement
{
    public static void Run(object gate)
    {
        lock (gate)
        {
            gate.GetHashCode();
        }
    }
}

internal static class EnumToString
{
    public static string Run(Color color) => color.ToString();
}

internal static class EnumFormat
{
    public static object Run(Color color) => string.Format("{0}", color);
}

internal static class AssertDebug
{
    [Conditional("DEBUG")]
    public static void Run(bool isFine)
    {
        Debug.Assert(isFine);
    }
}

internal static class StaticState
{
    public static int Count;
}

internal sealed class ModifierVolatile
{
    public volatile int Flag;
}
