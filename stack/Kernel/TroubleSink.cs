using System;

namespace NanoStack.Kernel;

/// <summary>Told when an exception has ended a turn of the polling thread, or a call that owned a socket,
/// and all has been put right.</summary>
/// <remarks>From: <see cref="NetRecovery"/>, in the polling thread. It may allocate: when that throws the
/// stack mends again, and the line is lost.</remarks>
public abstract class TroubleSink
{
    /// <summary>It was the polling thread.</summary>
    public const int InPoll = 1;

    /// <summary>It was a user's call, which has thrown or has done its part.</summary>
    public const int InCall = 2;

    /// <summary>One line.</summary>
    /// <param name="place"><see cref="InPoll"/> or <see cref="InCall"/>.</param>
    /// <param name="trouble">The exception; of several the last.</param>
    /// <param name="packetCount">Packets that nobody held and that are back in their pool.</param>
    public abstract void Tell(int place, Exception trouble, int packetCount);
}
