using System;
using System.Collections.Generic;
using System.IO;
using System.Reflection;
using System.Runtime.Loader;

namespace NanoStack.Tests.Host.Inject;

/// <summary>A second copy of these tests, bound to copies of stack and hal in which memory can run out
/// at every point; with a planted bug, or without.</summary>
internal sealed class InjectContext : AssemblyLoadContext
{
    private static readonly string[] s_woven = { "NanoStack", "NanoStack.Hal" };
    private static readonly Dictionary<string, byte[]> s_plain = new Dictionary<string, byte[]>();

    private readonly string _mutantName;
    private readonly byte[] _mutant;
    private readonly MethodInfo _run;

    /// <param name="mutantName">Which assembly the bug is in; null: none.</param>
    /// <param name="mutant">That assembly.</param>
    public InjectContext(string mutantName, byte[] mutant)
    {
        _mutantName = mutantName;
        _mutant = mutant == null ? null : InjectWeaver.Weave(mutant);
        Assembly copy = LoadFromAssemblyPath(typeof(InjectContext).Assembly.Location);
        _run = copy.GetType(typeof(InjectEntry).FullName).GetMethod(nameof(InjectEntry.Run));
    }

    /// <summary>Runs an act once for each point on its way.</summary>
    /// <param name="failureMax">Ends after so many failures.</param>
    public InjectResult Run(string act, int failureMax = 20)
    {
        string[] answer = (string[])_run.Invoke(null, new object[] { act, failureMax });
        return new InjectResult(answer);
    }

    protected override Assembly Load(AssemblyName name)
    {
        if (Array.IndexOf(s_woven, name.Name) >= 0)
        {
            byte[] bytes = name.Name == _mutantName ? _mutant : Plain(name.Name);
            return LoadFromStream(new MemoryStream(bytes));
        }

        string path = name.Name.StartsWith("NanoStack.", StringComparison.Ordinal)
            ? Repo.Assembly(name.Name) : null;
        return path == null ? null : LoadFromAssemblyPath(path);
    }

    private static byte[] Plain(string name)
    {
        lock (s_plain)
        {
            if (!s_plain.TryGetValue(name, out byte[] bytes))
            {
                bytes = InjectWeaver.Weave(File.ReadAllBytes(Repo.Assembly(name)));
                s_plain.Add(name, bytes);
            }

            return bytes;
        }
    }
}

/// <summary>What came of an act: points, and at each point where something was left behind, what.</summary>
internal sealed class InjectResult
{
    public readonly int PointCount;
    public readonly string[] Failures;

    /// <param name="answer">Points, then site and message by turns.</param>
    public InjectResult(string[] answer)
    {
        PointCount = int.Parse(answer[0]);
        Failures = new string[(answer.Length - 1) / 2];
        for (int i = 0; i < Failures.Length; i++)
        {
            Failures[i] = InjectWeaver.NameOf(int.Parse(answer[1 + (2 * i)])) + ": "
                + answer[2 + (2 * i)];
        }
    }
}
