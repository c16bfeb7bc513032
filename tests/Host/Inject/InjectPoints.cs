using System;

namespace NanoStack.Tests.Host.Inject;

/// <summary>Where woven code asks whether memory runs out now: in front of every call and of every
/// instruction that allocates.</summary>
/// <remarks>Called by code that <see cref="InjectWeaver"/> has woven. One thread.</remarks>
public static class InjectPoints
{
    private static bool s_isArmed;
    private static int s_count;
    private static int s_target;

    /// <summary>True while the code that runs is the subject's: its calls count.</summary>
    public static bool IsOn { get; set; }

    /// <summary>Where the exception came, -1 when it has not.</summary>
    public static int FiredAt { get; private set; } = -1;

    /// <summary>Points passed since <see cref="Arm"/>.</summary>
    public static int Count => s_count;

    /// <summary>The <paramref name="target"/>th point from here throws, once.</summary>
    public static void Arm(int target)
    {
        s_count = 0;
        s_target = target;
        s_isArmed = true;
        FiredAt = -1;
    }

    public static void Disarm()
    {
        s_isArmed = false;
    }

    public static void Hit(int site)
    {
        if (!IsOn || !s_isArmed || ++s_count != s_target)
        {
            return;
        }

        s_isArmed = false;
        FiredAt = site;
        throw new OutOfMemoryException();
    }
}
