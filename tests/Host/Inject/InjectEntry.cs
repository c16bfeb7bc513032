using System;
using System.Collections.Generic;

namespace NanoStack.Tests.Host.Inject;

/// <summary>Where the copy of these tests begins that is bound to woven assemblies; only plain types
/// cross the border.</summary>
public static class InjectEntry
{
    /// <summary>Longest way of an act, in points.</summary>
    private const int PointCountMax = 20000;

    /// <summary>Plays an act again and again, memory running out one point later each time, until the act
    /// ends before its point; after each one asks whether all is whole.</summary>
    /// <returns>As <see cref="InjectResult"/> takes it.</returns>
    public static string[] Run(string act, int failureMax)
    {
        List<string> answer = new List<string> { string.Empty };
        InjectBench bench = new InjectBench();
        int point = 1;
        for (; point < PointCountMax; point++)
        {
            string failure = Play(bench, act, point);
            if (InjectPoints.FiredAt < 0 && failure == null)
            {
                break;
            }

            if (failure != null)
            {
                answer.Add(InjectPoints.FiredAt.ToString());
                answer.Add("point " + point + ": " + failure);
                if (answer.Count > 2 * failureMax)
                {
                    break;
                }

                bench = new InjectBench();      // whatever it is, the next point is not to blame
            }
        }

        answer[0] = (point - 1).ToString();
        return answer.ToArray();
    }

    private static string Play(InjectBench bench, string act, int point)
    {
        try
        {
            bench.Begin();
            InjectActs.Play(bench, act, point);
            bench.RequireWhole();
            return null;
        }
        catch (Exception e)
        {
            return e.Message + (e is InjectFailure ? string.Empty
                : " " + e.GetType().Name + FirstLines(e.StackTrace));
        }
        finally
        {
            InjectPoints.Disarm();
            InjectPoints.IsOn = false;
        }
    }

    private static string FirstLines(string text)
    {
        const int LineCount = 3;
        string[] lines = text.Split('\n');
        return "\n" + string.Join("\n", lines, 0, Math.Min(LineCount, lines.Length));
    }
}

/// <summary>Something was left behind.</summary>
public sealed class InjectFailure : Exception
{
    public InjectFailure(string message)
        : base(message)
    {
    }
}
