using NanoStack.Boards;
using NanoStack.Hal.Bus;
using NanoStack.Kernel;
using NanoStack.Sockets;

namespace NanoStack.Telemetry;

/// <summary>The application that is flashed: a record a second to a collector, for ever.</summary>
/// <remarks>
/// To: <see cref="Node.Start"/>, <see cref="TelemetryClient.Run"/>. The lines to change are the constants: the board, our address
/// and the collector's. On the collector's side, <c>nc -lk 9000</c> shows the records.
/// </remarks>
public static class Program
{
    private const string Address = "192.168.1.50";
    private const string Mask = "255.255.255.0";
    private const string Gateway = "192.168.1.1";
    private const string Collector = "192.168.1.10";
    private const int CollectorPort = 9000;
    private const int LinkTimeoutMs = 10000;

    public static void Main()
    {
        TelemetryLog log = new ConsoleLog();
        Board board = new Wt32Eth01();
        EmacBus bus = new NativeBus();
        int freeBefore = FreeMemory.Bytes();
        Node node = new Node(
            board, bus, new NativeClock(), new NativeEntropy(bus), Limits.Default());
        node.Net.TroubleSink = new TroubleLine(log);
        node.Start(IPAddress.Parse(Address), IPAddress.Parse(Mask), IPAddress.Parse(Gateway));
        int measuredBytes = freeBefore - FreeMemory.Bytes();
        log.Line(board.Name + ", " + Address);
        PrintAccount(node.Account(), measuredBytes, log);

        if (!node.WaitForLink(LinkTimeoutMs))
        {
            log.Line("No link yet: check the cable. Records are kept until it comes.");
        }

        TelemetryOptions options = new TelemetryOptions
        {
            Collector = new IPEndPoint(IPAddress.Parse(Collector), CollectorPort),
        };
        TelemetryClient client = new TelemetryClient(
            node.Net, node.Clock, node.Entropy, options, new TriangleSource(), log);
        client.Run(0);
        log.Line(client.Summary());
    }

    /// <summary>What the stack takes, line by line, and what the heap says it took.</summary>
    private static void PrintAccount(MemoryAccount account, int measuredBytes, TelemetryLog log)
    {
        for (int i = 0; i < account.LineCount; i++)
        {
            log.Line(account.LineAt(i));
        }

        log.Line(account.TotalLine());
        log.Line(
            "measured " + measuredBytes.ToString() + ", free " + FreeMemory.Bytes().ToString());
    }
}
