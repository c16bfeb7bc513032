using System;
using System.IO;
using System.Threading;
using NanoStack;
using NanoStack.Boards;
using NanoStack.Hal.Bus;
using NanoStack.Kernel;
using NanoStack.Sockets;

namespace FirstApplication;

/// <summary>A reading a second to a collector. The constants and the board are the lines to change.</summary>
public static class Program
{
    private const string Address = "192.168.1.50";
    private const string Mask = "255.255.255.0";
    private const string Gateway = "192.168.1.1";
    private const string Collector = "192.168.1.10";
    private const int CollectorPort = 9000;
    private const int IntervalMs = 1000;

    public static void Main()
    {
        EmacBus bus = new NativeBus();
        Limits limits = Limits.Default();
        Station station = new Station(
            new Wt32Eth01(), bus, new NativeClock(), new NativeEntropy(bus), limits);
        station.Start(IPAddress.Parse(Address), IPAddress.Parse(Mask), IPAddress.Parse(Gateway));
        Console.WriteLine(new MemoryAccount(limits).TotalLine());
        Console.WriteLine(FreeBytes().ToString() + " bytes are left for the application");

        Thermometer thermometer = new Thermometer();
        while (true)
        {
            try
            {
                ReportUntilLost(thermometer);
            }
            catch (SocketException e)
            {
                Console.WriteLine("no collector: " + e.Message);
            }
            catch (IOException e)
            {
                Console.WriteLine("lost the collector: " + e.Message);
            }

            Thread.Sleep(IntervalMs);
        }
    }

    private static void ReportUntilLost(Thermometer thermometer)
    {
        using (Reporter reporter = new Reporter(thermometer))
        {
            reporter.Connect(IPAddress.Parse(Collector), CollectorPort);
            while (true)
            {
                reporter.Report();
                Thread.Sleep(IntervalMs);
            }
        }
    }

    /// <summary>What the managed heap has left, after a collection; a PC's tells nothing.</summary>
    private static uint FreeBytes()
    {
#if NANOFRAMEWORK_1_0
        return nanoFramework.Runtime.Native.GC.Run(true);
#else
        return 0;
#endif
    }
}
