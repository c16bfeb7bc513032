using System.Linq;
using Mono.Cecil;

namespace NanoStack.Tests.Host.Interleave;

/// <summary>The methods of <see cref="Steps"/> as a woven assembly names them.</summary>
internal sealed class WeaverLibrary
{
    public readonly MethodReference Read;
    public readonly MethodReference Write;
    public readonly MethodReference Call;
    public readonly MethodReference Touch;
    public readonly MethodReference TouchMemory;
    public readonly MethodReference Element;

    private readonly ModuleDefinition _module;

    public WeaverLibrary(ModuleDefinition module)
    {
        _module = module;
        Read = Import(nameof(Steps.Read));
        Write = Import(nameof(Steps.Write));
        Call = Import(nameof(Steps.Call));
        Touch = Import(nameof(Steps.Touch));
        TouchMemory = Import(nameof(Steps.TouchMemory));
        Element = Import(nameof(Steps.Element));
    }

    /// <summary>What is called instead of a method of the platform that waits or is atomic; null:
    /// the method itself.</summary>
    public MethodReference SubstituteFor(MethodReference method, bool isModel)
    {
        switch (method.DeclaringType.Name + "." + method.Name)
        {
            case "Thread.Sleep":
                return Import(nameof(Steps.Sleep));
            case "EventWaitHandle.Set":
                return Import(isModel ? nameof(Steps.SetWithin) : nameof(Steps.Set));
            case "EventWaitHandle.Reset":
                return Import(nameof(Steps.Reset));
            case "WaitHandle.WaitOne":
                return Import(nameof(Steps.WaitOne), method.Parameters.Count + 1);
            case "Interlocked.CompareExchange":
                return Import(nameof(Steps.CompareExchange));
            case "Array.Copy" when isModel && method.Parameters.Count == 5:
                return Import(nameof(Steps.Copy));
            default:
                return null;
        }
    }

    private MethodReference Import(string name, int parameterCount = -1)
    {
        return _module.ImportReference(typeof(Steps).GetMethods().Single(
            method => method.Name == name
                && (parameterCount < 0 || method.GetParameters().Length == parameterCount)));
    }
}
