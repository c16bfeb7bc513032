using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Threading;
using NanoStack.Hal.Bus;
using NanoStack.Kernel;

namespace NanoStack.Tests.Host.App;

/// <summary>What an object graph would cost on the nanoCLR, found by walking it with reflection.</summary>
/// <remarks>
/// The interpreter's rules, measured (docs/memory.md): an object is 12 bytes and 12 a field, its
/// bases' included; an array is 20 bytes and its elements, rounded up to 12; an element that is a
/// reference takes 12. Where the graph ends on a PC (bus, clock, events) it ends here.
/// </remarks>
internal sealed class MemoryWalk
{
    private const int BlockBytes = 12;
    private const int ArrayHeaderBytes = 20;

    private readonly HashSet<object> _seen =
        new HashSet<object>(ReferenceEqualityComparer.Instance);

    /// <summary>Objects and bytes by type; arrays by element type and length.</summary>
    public SortedDictionary<string, (int Count, int Bytes)> ByType { get; } =
        new SortedDictionary<string, (int Count, int Bytes)>(StringComparer.Ordinal);

    public int TotalBytes => ByType.Values.Sum(item => item.Bytes);

    /// <summary>Adds everything that can be reached and was not counted yet.</summary>
    public MemoryWalk Add(object root)
    {
        Stack<object> open = new Stack<object>();
        open.Push(root);
        while (open.Count > 0)
        {
            object item = open.Pop();
            if (item == null || IsBorder(item) || !_seen.Add(item))
            {
                continue;
            }

            if (item is Array array)
            {
                Count(NameOf(array), ArrayBytes(array));
                if (!array.GetType().GetElementType().IsValueType)
                {
                    foreach (object element in array)
                    {
                        open.Push(element);
                    }
                }
            }
            else if (item is EventWaitHandle)
            {
                Count(item.GetType().Name, BlockBytes);
            }
            else
            {
                List<FieldInfo> fields = FieldsOf(item.GetType());
                Count(item.GetType().Name, BlockBytes + (BlockBytes * fields.Count));
                foreach (FieldInfo field in fields.Where(field => !field.FieldType.IsValueType))
                {
                    open.Push(field.GetValue(item));
                }
            }
        }

        return this;
    }

    /// <summary>Fields an object of a type has.</summary>
    public static List<FieldInfo> FieldsOf(Type type)
    {
        const BindingFlags Own = BindingFlags.Instance | BindingFlags.Public
            | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        List<FieldInfo> fields = new List<FieldInfo>();
        for (Type at = type; at != null && at != typeof(object); at = at.BaseType)
        {
            fields.AddRange(at.GetFields(Own));
        }

        return fields;
    }

    private static bool IsBorder(object item)
    {
        return item is string || item is Clock || item is Entropy || item is EmacBus
            || item is Pump || item is Limits || item is Delegate || item is TraceSink;
    }

    private static int ArrayBytes(Array array)
    {
        Type element = array.GetType().GetElementType();
        int elements = element.IsValueType
            ? Buffer.ByteLength(array) : BlockBytes * array.Length;
        int bytes = ArrayHeaderBytes + elements;
        return (bytes + BlockBytes - 1) / BlockBytes * BlockBytes;
    }

    private static string NameOf(Array array)
    {
        return array.GetType().GetElementType().Name + "[" + array.Length + "]";
    }

    private void Count(string name, int bytes)
    {
        ByType.TryGetValue(name, out (int Count, int Bytes) sum);
        ByType[name] = (sum.Count + 1, sum.Bytes + bytes);
    }
}
