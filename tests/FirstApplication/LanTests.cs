using System;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using FirstApplication;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoStack.Boards;
using NanoStack.Hal.Host;
using NanoStack.Hal.Host.Model;
using NanoStack.Hal.Host.Wire;
using NanoStack.Kernel;
using NanoStack.Services;
using NanoStack.Sockets;

namespace NanoStack.Tests.First;

/// <summary>The application on a modelled board, a cable in memory, and a collector at its other
/// end.</summary>
[TestClass]
public sealed class LanTests
{
    private const int RecordCount = 10;
    private const int Port = 9000;
    private const int TimeoutMs = 20000;

    private static readonly byte[] HardwareAddress = { 0x02, 0x00, 0x00, 0x00, 0x00, 0x01 };
    private static readonly IPAddress Mask = IPAddress.Parse("255.255.255.0");
    private static readonly IPAddress Board = IPAddress.Parse("192.168.1.50");
    private static readonly IPAddress Collector = IPAddress.Parse("192.168.1.10");

    [TestMethod]
    public void Reports_OfTheModelledBoard_ArriveInOrder()
    {
        VirtualWire wire = new VirtualWire(new HostClock(), 1);
        Wt32Eth01 board = new Wt32Eth01();
        EmacModel chip = new EmacModel { BoardClock = board.RmiiClock };
        chip.Phy.Address = board.PhyAddress;
        chip.Phy.Pin = board.PhyResetPin;
        chip.Plug(wire, 0);
        using ModelBus bus = new ModelBus(chip, new HostEntropy());

        Net net = new Net(Limits.Default(), new HostClock(), new HostEntropy());
        using HostWireDevice device = new HostWireDevice(wire, 1, HardwareAddress);
        net.AddDevice(device);
        net.SetAddress(device, Collector, Mask, null);
        net.Seal();
        NetThread thread = new NetThread(net, new HostClock(), device);
        thread.Start();
        TcpListener listener = new TcpListener(net, IPAddress.Any, Port);
        listener.Start();
        listener.Server.ReceiveTimeout = TimeoutMs;

        Station station = new Station(
            board, bus, new HostClock(), new HostEntropy(), Limits.Default());
        station.Start(Board, Mask, null);
        try
        {
            Assert.IsTrue(SpinWait.SpinUntil(() => station.HasLink, TimeoutMs), "no link");
            Task<string[]> lines = Task.Run(() => Collect(listener));
            using (Reporter reporter = new Reporter(new Thermometer()))
            {
                reporter.Connect(Collector, Port);
                for (int i = 0; i < RecordCount; i++)
                {
                    reporter.Report();
                }
            }

            CollectionAssert.AreEqual(
                Enumerable.Range(0, RecordCount)
                    .Select(i => "seq=" + i + " temp=20." + ((i + 1) % 10)).ToArray(),
                lines.Result);
        }
        finally
        {
            listener.Stop();
            station.Stop();
            thread.Stop();
        }
    }

    /// <summary>Every line until the board closes.</summary>
    private static string[] Collect(TcpListener listener)
    {
        using TcpClient client = listener.AcceptTcpClient();
        client.ReceiveTimeout = TimeoutMs;
        NetworkStream stream = client.GetStream();
        using MemoryStream text = new MemoryStream();
        byte[] buffer = new byte[200];
        int count;
        while ((count = stream.Read(buffer, 0, buffer.Length)) > 0)
        {
            text.Write(buffer, 0, count);
        }

        return System.Text.Encoding.ASCII.GetString(text.ToArray())
            .Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
