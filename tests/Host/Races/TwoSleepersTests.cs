using System;
using System.Linq;
using System.Threading;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoStack.Kernel;
using NanoStack.Sockets;

namespace NanoStack.Tests.Host.Races;

/// <summary>What happens to a socket is told to every thread that waits on it (<c>wake_up_poll</c>). The
/// schedules that hide a lost wake-up are in Interleave; here the threads are real.</summary>
[TestClass]
public sealed class TwoSleepersTests
{
    [TestMethod]
    [Timeout(120000)]
    public void WaitQueue_OneWake_EndsEverySleep()
    {
        const int ForEver = -1;
        WaitQueue queue = new WaitQueue(null);
        int turn = queue.Turn;
        for (int round = 0; round < 20; round++)
        {
            object[] told = TwoThreads.WhileWaiting(
                4, () => queue, k => queue.Wait(turn, ForEver), queue.Wake);

            CollectionAssert.AreEqual(new object[] { true, true, true, true }, told);
            turn = queue.Turn;
            Assert.AreEqual(0, queue.SleeperCount);
        }
    }

    /// <summary>Sleepers of the last turn and of the next: none eats the other's wake-up.</summary>
    [TestMethod]
    [Timeout(120000)]
    public void WaitQueue_SleepersThatComeAndGo_LoseNoWake()
    {
        const int WakeCount = 2000;
        WaitQueue queue = new WaitQueue(null);
        int items = 0;
        object[] told = TwoThreads.WhileWaiting(
            3, () => queue,
            k =>
            {
                int seen = 0;
                while (seen < WakeCount)
                {
                    int turn = queue.Turn;
                    seen = Volatile.Read(ref items);
                    if (seen < WakeCount)
                    {
                        queue.Wait(turn, -1);
                    }
                }

                return seen;
            },
            () =>
            {
                for (int i = 0; i < WakeCount; i++)
                {
                    Interlocked.Increment(ref items);
                    queue.Wake();
                }
            });

        CollectionAssert.AreEqual(new object[] { WakeCount, WakeCount, WakeCount }, told);
    }

    [TestMethod]
    [Timeout(120000)]
    public void Readers_ABytePerReader_EachHasItsOwn()
    {
        using TwoThreads two = new TwoThreads();
        object[] told = TwoThreads.WhileWaiting(
            2, () => two.QueueOf(two.Near, false),
            k =>
            {
                byte[] one = new byte[1];
                return two.Near.Receive(one) == 1 ? one[0] : -1;
            },
            () => two.Far.Send(new byte[] { 1, 2 }));

        CollectionAssert.AreEquivalent(new object[] { (byte)1, (byte)2 }, told.Select(
            item => (object)Convert.ToByte(item)).ToArray());
    }

    [TestMethod]
    [Timeout(120000)]
    public void PollAndPeek_Data_WakesBoth()
    {
        using TwoThreads two = new TwoThreads();
        object[] told = TwoThreads.WhileWaiting(
            2, () => two.QueueOf(two.Near, false),
            k => k == 0 ? two.Near.Poll(-1, SelectMode.SelectRead)
                : two.Near.Receive(new byte[1], SocketFlags.Peek),
            () => two.Far.Send(new byte[] { 1 }));

        CollectionAssert.AreEqual(new object[] { true, 1 }, told);
    }

    [TestMethod]
    [Timeout(120000)]
    public void Readers_Shutdown_EndsAll()
    {
        using TwoThreads two = new TwoThreads();
        object[] told = TwoThreads.WhileWaiting(
            3, () => two.QueueOf(two.Near, false), k => two.Near.Receive(new byte[1]),
            () => two.Near.Shutdown(SocketShutdown.Both));

        CollectionAssert.AreEqual(new object[] { 0, 0, 0 }, told);
    }

    [TestMethod]
    [Timeout(120000)]
    public void Accepters_TwoConnections_EachHasOne()
    {
        using TwoThreads two = new TwoThreads();
        Socket first = new Socket(two.Net);
        object[] told = TwoThreads.WhileWaiting(
            2, () => two.QueueOf(two.Listener, false), k => two.Listener.Accept(),
            () =>
            {
                first.Connect(new IPEndPoint(IPAddress.Loopback, 9000));
                two.Far.LingerState = new LingerOption(true, 0);
                two.Far.Close();
                two.Near.Close();
                new Socket(two.Net).Connect(new IPEndPoint(IPAddress.Loopback, 9000));
            });

        Assert.IsInstanceOfType(told[0], typeof(Socket));
        Assert.IsInstanceOfType(told[1], typeof(Socket));
    }

    /// <summary>A larger buffer is room for who waits for it (<c>sk_write_space</c> of
    /// sk_setsockopt).</summary>
    [TestMethod]
    [Timeout(120000)]
    public void Writer_BufferMadeLarger_GoesOn()
    {
        using TwoThreads two = new TwoThreads();
        two.Near.NotSentLowWater = 1;
        two.Near.Blocking = false;
        two.Near.Cork = true;
        two.Near.Send(new byte[10]);                    // held back: not sent, so no more is taken
        two.Near.Blocking = true;
        object[] told = TwoThreads.WhileWaiting(
            1, () => two.QueueOf(two.Near, true), k => two.Near.Send(new byte[1]),
            () => two.Near.NotSentLowWater = 0);

        CollectionAssert.AreEqual(new object[] { 1 }, told);
    }
}
