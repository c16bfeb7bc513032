#if NANOFRAMEWORK_1_0
using nanoFramework.TestFramework;
#else
using Microsoft.VisualStudio.TestTools.UnitTesting;
#endif
using FirstApplication;
using NanoStack;
using NanoStack.Device;
using NanoStack.Hal.Bus;
using NanoStack.Kernel;
using NanoStack.Services;
using NanoStack.Sockets;

namespace NanoStack.Tests.First;

/// <summary>The application's test: it runs on the PC and, in an assembly called NFUnitTest, on the
/// board. Both ends are sockets of one stack on its loopback device.</summary>
[TestClass]
public sealed class ReporterTests
{
    private const int Port = 9000;

    [TestMethod]
    public void Report_OfAReading_ArrivesAsALineOfText()
    {
        LoopbackDevice device = new LoopbackDevice();
        Clock clock = new NativeClock();
        Net net = new Net(Limits.Default(), clock, new FixedEntropy());
        net.AddDevice(device);
        net.SetAddress(device, IPAddress.Loopback, IPAddress.Parse("255.0.0.0"), null);
        net.Seal();
        Net.Default = net;
        NetThread thread = new NetThread(net, clock, device);
        thread.Start();
        TcpListener listener = new TcpListener(IPAddress.Loopback, Port);
        listener.Start();
        try
        {
            Reporter reporter = new Reporter(new FixedThermometer());
            reporter.Connect(IPAddress.Loopback, Port);
            TcpClient collector = listener.AcceptTcpClient();
            collector.ReceiveTimeout = 5000;

            reporter.Report();

            Assert.AreEqual("seq=0 temp=21.5\n", ReadLine(collector.GetStream()));
            reporter.Dispose();
            collector.Close();
        }
        finally
        {
            listener.Stop();
            thread.Stop();
            Net.Default = null;
        }
    }

    private static string ReadLine(NetworkStream stream)
    {
        byte[] one = new byte[1];
        string line = "";
        while (!line.EndsWith("\n") && stream.Read(one, 0, 1) == 1)
        {
            line += (char)one[0];
        }

        return line;
    }

    private sealed class FixedThermometer : Thermometer
    {
        public override int ReadTenths() => 215;
    }

    /// <summary>Random enough for a test; a board takes NativeEntropy.</summary>
    private sealed class FixedEntropy : Entropy
    {
        private uint _state = 1;

        public override uint Next32()
        {
            _state = (_state * 1664525) + 1013904223;
            return _state;
        }
    }
}
