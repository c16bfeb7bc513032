using NanoStack.Kernel;
using NanoStack.Services;
using NanoStack.Sockets;

namespace NanoStack.SelfTest;

/// <summary>What the stack may use, and what it says when that is used up.</summary>
internal sealed class LimitTests
{
    private readonly LoopbackBench _bench;
    private readonly int _measuredBytes;

    /// <param name="measuredBytes">What making the bench took of the heap; 0 on a PC.</param>
    public LimitTests(LoopbackBench bench, int measuredBytes)
    {
        _bench = bench;
        _measuredBytes = measuredBytes;
    }

    /// <summary>The heap says the same as the account that the board prints at its start. What the bench
    /// itself takes is less than a kilobyte.</summary>
    public void Account()
    {
        if (_measuredBytes == 0)
        {
            throw new SkipTestException("a PC's heap does not tell; tests/Host measures there");
        }

        int account = new MemoryAccount(_bench.Limits).TotalBytes;
        int others = _measuredBytes - account - NetThread.ReserveBytes;
        Check.True(
            others >= 0 && others < 1024,
            account.ToString() + " bytes and what the bench takes, not "
            + _measuredBytes.ToString());
    }

    /// <summary>One more than there are is refused with the right words; after a close there is one
    /// again.</summary>
    public void AllSockets()
    {
        Socket[] sockets = new Socket[_bench.Limits.SocketCount];
        for (int i = 0; i < sockets.Length; i++)
        {
            sockets[i] = new Socket(_bench.Net);
        }

        int error = 0;
        try
        {
            new Socket(_bench.Net).Close();
        }
        catch (SocketException exception)
        {
            error = (int)exception.SocketErrorCode;
        }

        sockets[0].Close();
        sockets[0] = new Socket(_bench.Net);
        for (int i = 0; i < sockets.Length; i++)
        {
            sockets[i].Close();
        }

        Check.Equal((int)SocketError.TooManyOpenSockets, error, "error");
    }

    /// <summary>After all of the above nothing was damaged, and no book failed to balance.</summary>
    public void Counters()
    {
        Mib mib = _bench.Net.Mib;
        Check.Equal(0, mib.Get(Mib.BugWarnings), "BugWarnings");
        Check.Equal(0, mib.Get(Mib.IpInHdrErrors), "IpInHdrErrors");
        Check.Equal(0, mib.Get(Mib.IpInCsumErrors), "IpInCsumErrors");
        Check.Equal(0, mib.Get(Mib.TcpInErrs), "TcpInErrs");
        Check.Equal(0, mib.Get(Mib.TcpInCsumErrors), "TcpInCsumErrors");
    }
}
