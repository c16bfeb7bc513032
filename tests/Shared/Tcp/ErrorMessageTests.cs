#if NANOFRAMEWORK_1_0
using nanoFramework.TestFramework;
#else
using Microsoft.VisualStudio.TestTools.UnitTesting;
#endif
using NanoStack.Kernel;
using NanoStack.Sockets;

namespace NanoStack.Tests.Tcp;

/// <summary>What a user reads when a call fails: what was wrong, and what would be right.</summary>
[TestClass]
public sealed class ErrorMessageTests
{
    /// <summary>Every error that the stack can answer has a sentence of its own.</summary>
    [TestMethod]
    public void EveryError_HasItsOwnSentence()
    {
        int[] errors =
        {
            Errno.Again, Errno.NoMemory, Errno.NoBufs, Errno.Access, Errno.Invalid,
            Errno.TooManyFiles, Errno.BrokenPipe, Errno.Shutdown, Errno.NotSocket,
            Errno.MessageSize, Errno.NoProtocolOption, Errno.NotSupported, Errno.AddressInUse,
            Errno.AddressNotAvailable, Errno.NetDown, Errno.NetUnreach, Errno.ConnAborted,
            Errno.ConnReset, Errno.IsConnected, Errno.NotConnected, Errno.TimedOut,
            Errno.ConnRefused, Errno.HostUnreach, Errno.HostDown, Errno.Already,
            Errno.InProgress,
        };
        string unknown = SocketErrors.MessageOf(SocketError.SocketError);
        for (int i = 0; i < errors.Length; i++)
        {
            string message = SocketErrors.MessageOf(SocketErrors.Of(errors[i]));
            Assert.IsFalse(message == unknown, "error " + errors[i].ToString());
        }
    }
}
