using System.IO;
using System.Reflection;
using System.Runtime.Loader;

namespace NanoStack.Sim;

/// <summary>A second copy of this program, in which the stack is a mutant.</summary>
internal sealed class MutantContext : AssemblyLoadContext
{
    private readonly byte[] _stack;

    public MutantContext(byte[] stack)
    {
        _stack = stack;
    }

    /// <summary>This program's code, bound to the mutant.</summary>
    public Assembly LoadSimulation()
    {
        return LoadFromAssemblyPath(typeof(MutantContext).Assembly.Location);
    }

    protected override Assembly Load(AssemblyName name)
    {
        return name.Name == "NanoStack" ? LoadFromStream(new MemoryStream(_stack)) : null;
    }
}
