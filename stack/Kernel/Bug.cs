using System;

namespace NanoStack.Kernel;

/// <summary><c>BUG_ON</c>: what only we can break. It stays in Release and carries no text.</summary>
internal static class Bug
{
    /// <summary>Stops the world when <paramref name="broken"/>: a book that no longer balances.</summary>
    public static void On(bool broken)
    {
        if (broken)
        {
            throw new BugException();
        }
    }

    /// <summary><c>WARN_ON</c>: counts what should not happen and lets the caller go on.</summary>
    /// <returns><paramref name="broken"/>, so that a caller can step aside.</returns>
    public static bool Count(bool broken, Mib mib)
    {
        if (broken)
        {
            mib.Inc(Mib.BugWarnings);
        }

        return broken;
    }
}

/// <summary>Thrown by <see cref="Bug.On"/>: an error of the stack, never of its user or its peer.</summary>
internal sealed class BugException : Exception
{
}
