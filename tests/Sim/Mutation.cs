namespace NanoStack.Sim;

/// <summary>A planted bug: one place of one source of stack/ that says something else.</summary>
internal sealed class Mutation
{
    public readonly string Name;

    /// <summary>Path below stack/.</summary>
    public readonly string File;

    /// <summary>What stands there; exactly once.</summary>
    public readonly string Original;

    public readonly string Mutant;

    public Mutation(string name, string file, string original, string mutant)
    {
        Name = name;
        File = file;
        Original = original;
        Mutant = mutant;
    }
}
