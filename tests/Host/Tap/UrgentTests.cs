using System.Text;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoStack.Sockets;
using KernelFlags = System.Net.Sockets.SocketFlags;
using KernelOption = System.Net.Sockets.SocketOptionName;
using KernelLevel = System.Net.Sockets.SocketOptionLevel;

namespace NanoStack.Tests.Host.Tap;

/// <summary>Urgent data between us and the kernel (RFC 6093).</summary>
[TestClass]
[TestCategory(TapEnvironment.Category)]
public sealed class UrgentTests
{
    public TestContext TestContext { get; set; }

    [TestMethod]
    public void Urgent_FromTheKernel_IsReadInLineBehindAMark()
    {
        using TapBench bench = new TapBench(TestContext.TestName);
        using (TapPair pair = TapPair.OpenedByKernel(bench))
        {
            pair.Theirs.Send(Encoding.ASCII.GetBytes("before"));
            pair.Theirs.Send(Encoding.ASCII.GetBytes("!"), KernelFlags.OutOfBand);
            pair.Theirs.Send(Encoding.ASCII.GetBytes("after"));

            Assert.IsTrue(pair.Ours.Poll(TapBench.CallMsMax * 1000, SelectMode.SelectError));
            Assert.AreEqual("before", ReadText(pair.Ours, 6));
            Assert.IsTrue(pair.Ours.IsAtMark);
            Assert.AreEqual("!after", ReadText(pair.Ours, 6));
            Assert.IsFalse(pair.Ours.IsAtMark);
        }

        bench.ExpectSound();
    }

    [TestMethod]
    public void Urgent_ToTheKernel_IsOutOfBandThere()
    {
        using TapBench bench = new TapBench(TestContext.TestName);
        using (TapPair pair = TapPair.OpenedByUs(bench))
        {
            byte[] one = new byte[1];
            pair.Theirs.SetSocketOption(KernelLevel.Socket, KernelOption.OutOfBandInline, false);
            pair.Ours.Send(Encoding.ASCII.GetBytes("before"));
            pair.Ours.Send(Encoding.ASCII.GetBytes("!"), SocketFlags.OutOfBand);

            Assert.IsTrue(pair.Theirs.Poll(
                TapBench.CallMsMax * 1000, System.Net.Sockets.SelectMode.SelectError));
            Assert.AreEqual(1, pair.Theirs.Receive(one, KernelFlags.OutOfBand));
            Assert.AreEqual((byte)'!', one[0]);
        }

        bench.ExpectSound();
    }

    /// <summary>Reads until that many bytes are there.</summary>
    private static string ReadText(Socket socket, int count)
    {
        byte[] data = new byte[count];
        int got = 0;
        while (got < count)
        {
            got += socket.Receive(data, got, data.Length - got, SocketFlags.None);
        }

        return Encoding.ASCII.GetString(data, 0, got);
    }
}
