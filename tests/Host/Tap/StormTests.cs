using System;
using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Threading.Tasks;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoStack.Kernel;
using NanoStack.Sockets;
using KernelSocket = System.Net.Sockets.Socket;

namespace NanoStack.Tests.Host.Tap;

/// <summary>Ten thousand connections each way, two at a time, all with bytes both ways and every way
/// there is to end one; the default profile's four sockets and eight TIME_WAIT entries serve them.
/// </summary>
[TestClass]
[TestCategory(TapEnvironment.Category)]
public sealed class StormTests
{
    private const int ConnectionCount = 10000;
    private const int WorkerCount = 2;
    private const int MessageBytes = 32;
    private const int BatchCount = 100;

    private readonly ConcurrentQueue<KernelSocket> _spare = new ConcurrentQueue<KernelSocket>();
    private readonly object _batch = new object();

    public TestContext TestContext { get; set; }

    [TestMethod]
    public void KernelConnects_TenThousandTimes_IsServedEachTime()
    {
        using TapBench bench = new TapBench(TestContext.TestName);
        using (Socket listener = bench.NewListener(TapPair.Port))
        {
            Run(
                () =>
                {
                    KernelSocket socket = TakeSocket(bench);
                    socket.Connect(TapBench.BoardPoint(TapPair.Port));
                    return StormLine.Of(socket);
                },
                () => StormLine.Of(listener.Accept()));
            Assert.AreEqual(ConnectionCount, bench.Count(Mib.TcpPassiveOpens), "passive opens");
        }

        ExpectCalm(bench);
    }

    [TestMethod]
    public void WeConnect_TenThousandTimes_AreServedEachTime()
    {
        using TapBench bench = new TapBench(TestContext.TestName);
        using (KernelSocket listener = bench.NewKernelListener(TapPair.Port))
        {
            IPEndPoint point = new IPEndPoint(IPAddress.Parse(TapBench.KernelIp), TapPair.Port);
            Run(
                () =>
                {
                    Socket socket = bench.NewSocket();
                    socket.Connect(point);
                    return StormLine.Of(socket);
                },
                () => StormLine.Of(listener.Accept()));
            Assert.AreEqual(ConnectionCount, bench.Count(Mib.TcpActiveOpens), "active opens");
        }

        ExpectCalm(bench);
    }

    /// <summary>Every socket is free again, nothing failed on the way, the pools are full.</summary>
    private static void ExpectCalm(TapBench bench)
    {
        TapBench.WaitFor(() => bench.OpenSocketCount == 0, "the last connections to end");
        Assert.AreEqual(0, bench.Count(Mib.TcpAttemptFails), "attempts that failed");
        Assert.AreEqual(0, bench.Count(Mib.TcpAbortOnTimeout), "connections that timed out");
        Assert.IsTrue(
            bench.Net.Tcp.TimeWait.Count <= Limits.Default().TcpTimeWaitCount, "TIME_WAIT");
        bench.ExpectSound();
    }

    private static void Run(Func<StormLine> connect, Func<StormLine> accept)
    {
        Task[] tasks = new Task[2 * WorkerCount];
        for (int worker = 0; worker < WorkerCount; worker++)
        {
            int first = worker;
            tasks[2 * worker] = Streams.Start(() =>
            {
                for (int i = first; i < ConnectionCount; i += WorkerCount)
                {
                    Ask(connect(), i);
                }
            });
            tasks[(2 * worker) + 1] = Streams.Start(() =>
            {
                for (int i = first; i < ConnectionCount; i += WorkerCount)
                {
                    Serve(accept());
                }
            });
        }

        Task.WhenAll(tasks).GetAwaiter().GetResult();
    }

    private enum Ending
    {
        ClientFirst,
        ServerFirst,
        BothAtOnce,
        ClientAborts,
        ServerAborts,
        Count,
    }

    private static void Ask(StormLine line, int number)
    {
        Ending ending = (Ending)(number / WorkerCount % (int)Ending.Count);
        byte[] question = Streams.Pattern(number, MessageBytes);
        question[0] = (byte)ending;
        BinaryPrimitives.WriteInt32LittleEndian(question.AsSpan(1), number);
        byte[] answer = new byte[MessageBytes];
        line.Write(question);
        Assert.AreEqual(MessageBytes, line.Read(answer), "bytes of the answer");
        CollectionAssert.AreEqual(question, answer);
        byte[] rest = new byte[1];
        switch (ending)
        {
            case Ending.ClientFirst:
                line.Finish();
                Assert.AreEqual(0, line.Read(rest));
                break;
            case Ending.ServerFirst:
                Assert.AreEqual(0, line.Read(rest));
                break;
            case Ending.ClientAborts:
                line.Abort();
                return;
            case Ending.ServerAborts:
                line.Write(rest);
                Assert.AreEqual(StormLine.Reset, line.Read(rest));
                break;
        }

        line.Close();
    }

    private static void Serve(StormLine line)
    {
        byte[] message = new byte[MessageBytes];
        Assert.AreEqual(MessageBytes, line.Read(message), "bytes of the question");
        line.Write(message);
        byte[] rest = new byte[1];
        switch ((Ending)message[0])
        {
            case Ending.ClientFirst:
                Assert.AreEqual(0, line.Read(rest));
                break;
            case Ending.ServerFirst:
                line.Finish();
                Assert.AreEqual(0, line.Read(rest));
                break;
            case Ending.ClientAborts:
                Assert.AreEqual(StormLine.Reset, line.Read(rest));
                break;
            case Ending.ServerAborts:
                Assert.AreEqual(1, line.Read(rest));
                line.Abort();
                return;
        }

        line.Close();
    }

    /// <summary>A socket of the namespace; made many at a time, because one thread makes them.</summary>
    private KernelSocket TakeSocket(TapBench bench)
    {
        KernelSocket socket;
        while (!_spare.TryDequeue(out socket))
        {
            lock (_batch)
            {
                if (_spare.IsEmpty)
                {
                    foreach (KernelSocket made in bench.Kernel.NewSockets(BatchCount))
                    {
                        _spare.Enqueue(made);
                    }
                }
            }
        }

        return socket;
    }
}
