using System.IO;
using System.Linq;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoStack.Sockets;

namespace NanoStack.Tests.Host.Tap;

/// <summary>Both ends closing, in all orders, with bytes under way: all of them arrive, and who closed
/// first keeps TIME_WAIT.</summary>
[TestClass]
[TestCategory(TapEnvironment.Category)]
public sealed class CloseOrderTests
{
    private const int Bytes = 5000;                 // more than fits into our rings
    private const string KernelTimeWait = "06";     // its number in /proc/net/tcp

    private const System.Net.Sockets.SocketShutdown KernelSend =
        System.Net.Sockets.SocketShutdown.Send;

    public TestContext TestContext { get; set; }

    /// <summary>The first sends and closes its handle at once, without waiting for an ACK; the second
    /// reads to the end and closes.</summary>
    [TestMethod]
    [DataRow(true, true)]
    [DataRow(true, false)]
    [DataRow(false, true)]
    [DataRow(false, false)]
    public void Close_WithBytesUnderWay_DeliversThem(bool isOpenedByUs, bool isClosedByUs)
    {
        using TapBench bench = NewBench(isOpenedByUs, isClosedByUs);
        using (TapPair pair = TapPair.Open(bench, isOpenedByUs))
        {
            byte[] data = Streams.Pattern(1, Bytes);
            System.Threading.Tasks.Task first = Streams.Start(() =>
            {
                if (isClosedByUs)
                {
                    Streams.SendAll(pair.Ours, data);
                    pair.Ours.Close();
                }
                else
                {
                    Streams.SendAll(pair.Theirs, data);
                    pair.Theirs.Close();
                }
            });
            Streams.ExpectSame(
                data,
                isClosedByUs ? Streams.ReadToEnd(pair.Theirs) : Streams.ReadToEnd(pair.Ours));
            first.GetAwaiter().GetResult();
            pair.Ours.Close();
            pair.Theirs.Close();
            ExpectTimeWait(bench, isClosedByUs, !isClosedByUs);
        }

        bench.ExpectSoundAndSmooth();
    }

    /// <summary>The first ends its direction, the second answers with all it has and closes: the half
    /// that is open carries it.</summary>
    [TestMethod]
    [DataRow(true, true)]
    [DataRow(true, false)]
    [DataRow(false, true)]
    [DataRow(false, false)]
    public void Shutdown_ThenBytesOfTheOther_ArriveBeforeItsEnd(bool isOpenedByUs, bool isByUs)
    {
        using TapBench bench = NewBench(isOpenedByUs, isByUs);
        using (TapPair pair = TapPair.Open(bench, isOpenedByUs))
        {
            byte[] data = Streams.Pattern(2, Bytes);
            if (isByUs)
            {
                pair.Ours.Shutdown(SocketShutdown.Send);
                Assert.AreEqual(0, Streams.ReadToEnd(pair.Theirs).Length);
                Streams.FromKernel(pair, data);
            }
            else
            {
                pair.Theirs.Shutdown(KernelSend);
                Assert.AreEqual(0, Streams.ReadToEnd(pair.Ours).Length);
                Streams.FromUs(pair, data);
            }

            pair.Ours.Close();
            pair.Theirs.Close();
            ExpectTimeWait(bench, isByUs, !isByUs);
        }

        bench.ExpectSoundAndSmooth();
    }

    /// <summary>On a cable so long that the FINs must cross: CLOSING on both sides, and then both
    /// wait.</summary>
    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void Fins_ThatCross_LeaveBothInTimeWait(bool isOpenedByUs)
    {
        const int CableMs = 60;
        using TapBench bench = NewBench(isOpenedByUs, true);
        using (TapPair pair = TapPair.Open(bench, isOpenedByUs))
        {
            bench.Wire.FaultsFrom(TapBench.BoardSide).DelayMs = CableMs;
            bench.Wire.FaultsFrom(TapBench.KernelSide).DelayMs = CableMs;
            pair.Ours.Shutdown(SocketShutdown.Send);
            pair.Theirs.Shutdown(KernelSend);
            Assert.AreEqual(0, Streams.ReadToEnd(pair.Ours).Length);
            Assert.AreEqual(0, Streams.ReadToEnd(pair.Theirs).Length);
            pair.Ours.Close();
            pair.Theirs.Close();
            ExpectTimeWait(bench, true, true);
        }

        bench.ExpectSound();
    }

    /// <summary>A RST ends both at once, and nobody waits.</summary>
    [TestMethod]
    [DataRow(true, true)]
    [DataRow(true, false)]
    [DataRow(false, true)]
    [DataRow(false, false)]
    public void Abort_EndsBothAtOnce(bool isOpenedByUs, bool isByUs)
    {
        using TapBench bench = NewBench(isOpenedByUs, isByUs);
        using (TapPair pair = TapPair.Open(bench, isOpenedByUs))
        {
            StormLine ours = StormLine.Of(pair.Ours);
            StormLine theirs = StormLine.Of(pair.Theirs);
            (isByUs ? ours : theirs).Abort();
            Assert.AreEqual(StormLine.Reset, (isByUs ? theirs : ours).Read(new byte[1]));
            (isByUs ? theirs : ours).Close();
            ExpectTimeWait(bench, false, false);
        }

        bench.ExpectSound();
    }

    private TapBench NewBench(bool isOpenedByUs, bool isByUs)
    {
        return new TapBench(
            TestContext.TestName + (isOpenedByUs ? "-us" : "-kernel") + (isByUs ? "-us" : "-kernel"));
    }

    /// <summary>All sockets have ended, and TIME_WAIT is where it belongs.</summary>
    private static void ExpectTimeWait(TapBench bench, bool isOurs, bool isTheirs)
    {
        TapBench.WaitFor(() => bench.OpenSocketCount == 0, "our sockets to end");
        Assert.AreEqual(isOurs ? 1 : 0, bench.Net.Tcp.TimeWait.Count, "our TIME_WAIT entries");
        TapBench.WaitFor(
            () => KernelStates(bench).All(state => state == KernelTimeWait), "the kernel's to end");
        Assert.AreEqual(isTheirs ? 1 : 0, KernelStates(bench).Length, "the kernel's TIME_WAIT");
    }

    private static string[] KernelStates(TapBench bench)
    {
        return File.ReadAllLines("/proc/" + bench.Kernel.ThreadId + "/net/tcp").Skip(1)
            .Select(line => line.Split(' ', System.StringSplitOptions.RemoveEmptyEntries)[3])
            .ToArray();
    }
}
