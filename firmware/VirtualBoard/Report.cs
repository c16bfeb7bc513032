using System.IO;
using NanoStack.Telemetry;
using Spectre.Console;

namespace NanoStack.VirtualBoard;

/// <summary>The closing summary, and the ladder of the traced send.</summary>
internal static class Report
{
    public static void Write(
        TextWriter output, Settings settings, TelemetryClient client, BoardSource source,
        Ladder ladder, Peer peer)
    {
        if (ladder != null)
        {
            WriteLadder(output, ladder);
        }

        Table table = new Table { Border = TableBorder.Ascii2, Title = new TableTitle("Summary") };
        table.AddColumn("what").AddColumn(new TableColumn("value").RightAligned());
        table.AddRow("records made", client.MadeCount.ToString());
        table.AddRow("records sent", client.SentCount.ToString());
        table.AddRow("records acknowledged", client.AcknowledgedCount.ToString());
        if (peer.RecordCount >= 0)
        {
            table.AddRow("records the collector read", peer.RecordCount.ToString());
        }

        table.AddRow("records dropped", client.DroppedCount.ToString());
        table.AddRow("connections", client.ConnectCount.ToString());
        table.AddRow(
            "round-trip time", client.RttMs < 0 ? "not measured" : client.RttMs + " ms");
        table.AddRow("retransmissions", client.Retransmissions.ToString());
        table.AddRow("bytes allocated per record", AllocatedPerRecord(source));
        Print(output, table);
    }

    /// <summary>On the board's threads, once they are warm.</summary>
    private static string AllocatedPerRecord(BoardSource source)
    {
        int count = source.MeasuredCount;
        return count == 0
            ? "not measured (" + (BoardSource.WarmUpCount + 2) + " records at least)"
            : ((source.MeasuredBytes + count - 1) / count).ToString();
    }

    private static void WriteLadder(TextWriter output, Ladder ladder)
    {
        output.WriteLine();
        output.WriteLine(ladder.IsComplete
            ? "One send, room by room: Linux's name, our room, bytes at its door"
            : "No whole send was traced: --records 3 at least.");
        foreach (string line in ladder.Lines())
        {
            output.WriteLine("  " + line.TrimEnd());
        }

        output.WriteLine();
    }

    private static void Print(TextWriter output, Table table)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(output),
        });
        console.Profile.Width = 100;
        console.Write(table);
    }
}
