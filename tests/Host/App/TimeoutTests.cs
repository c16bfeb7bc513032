using System;
using System.Reflection;
using System.Threading;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoStack.Device;
using NanoStack.Hal.Host;
using NanoStack.Kernel;
using NanoStack.SelfTest;
using NanoStack.Sockets;
using NanoStack.Telemetry;

namespace NanoStack.Tests.Host.App;

/// <summary>Our own applications say how long a call may wait, whatever the stack's default is: here it is
/// for ever.</summary>
[TestClass]
public sealed class TimeoutTests
{
    private const int DeadlineMs = 5000;

    [TestMethod]
    public void SelfTest_EverySocket_HasItsDeadlines()
    {
        LoopbackBench bench = NewBench();
        try
        {
            using Socket listener = bench.Listen();
            using Socket client = bench.NewSocket();
            client.Connect(bench.Server);
            using Socket server = bench.Accept(listener);

            Assert.AreEqual(DeadlineMs, listener.ReceiveTimeout);
            Assert.AreEqual(DeadlineMs, client.ConnectTimeout);
            Assert.AreEqual(DeadlineMs, client.ReceiveTimeout);
            Assert.AreEqual(DeadlineMs, client.SendTimeout);
            Assert.AreEqual(DeadlineMs, server.ReceiveTimeout);
            Assert.AreEqual(DeadlineMs, server.SendTimeout);
        }
        finally
        {
            bench.Stop();
        }
    }

    [TestMethod]
    public void Telemetry_ItsConnection_HasItsDeadlines()
    {
        LoopbackBench bench = NewBench();
        TelemetryOptions options = new TelemetryOptions
        {
            Collector = bench.Server,
            IntervalMs = 10,
            ConnectTimeoutMs = 1234,
            AckTimeoutMs = 2345,
        };
        TelemetryClient client = new TelemetryClient(
            bench.Net, bench.Clock, bench.Entropy, options, new TriangleSource(), new Silence());
        Thread runner = new Thread(() => client.Run(0)) { IsBackground = true };
        try
        {
            using Socket listener = bench.Listen();
            runner.Start();
            using Socket server = bench.Accept(listener);
            Assert.IsTrue(server.Receive(new byte[64]) > 0);

            Socket socket = (Socket)typeof(TelemetryClient)
                .GetField("_socket", BindingFlags.Instance | BindingFlags.NonPublic)
                .GetValue(client);
            Assert.AreEqual(1234, socket.ConnectTimeout);
            Assert.AreEqual(2345, socket.SendTimeout);
            Assert.AreEqual(2345, socket.ReceiveTimeout);
            Assert.AreEqual(2345, socket.UserTimeout);
            server.Shutdown(SocketShutdown.Send);
            client.Stop();
            Assert.IsTrue(runner.Join(10000), "a stop ends it");
        }
        finally
        {
            client.Stop();
            bench.Stop();
        }
    }

    /// <summary>A collector that takes the connection and then nothing, not even a byte of its window's
    /// room, costs the application its deadline and no more.</summary>
    [TestMethod]
    public void Telemetry_WhoseCollectorNeverReads_StopsWhenAsked()
    {
        LoopbackBench bench = NewBench();
        TelemetryOptions options = new TelemetryOptions
        {
            Collector = bench.Server,
            IntervalMs = 1,
            AckTimeoutMs = 500,
            CloseTimeoutSeconds = 1,
        };
        TelemetryClient client = new TelemetryClient(
            bench.Net, bench.Clock, bench.Entropy, options, new TriangleSource(), new Silence());
        Thread runner = new Thread(() => client.Run(0)) { IsBackground = true };
        try
        {
            using Socket listener = bench.Listen();
            runner.Start();
            using Socket server = bench.Accept(listener);
            SpinWait.SpinUntil(() => client.DroppedCount > 0 || client.MadeCount > 150, 20000);

            client.Stop();

            Assert.IsTrue(runner.Join(15000), "a stop ends it");
        }
        finally
        {
            client.Stop();
            bench.Stop();
        }
    }

    private static LoopbackBench NewBench()
    {
        Limits limits = Limits.Default();
        limits.SocketTimeoutMs = -1;
        Clock clock = new HostClock();
        LoopbackBench bench = new LoopbackBench(limits, clock, new LoopbackDevice(), DeadlineMs);
        bench.Start();
        return bench;
    }

    private sealed class Silence : TelemetryLog
    {
        public override void Line(string text)
        {
        }
    }
}
