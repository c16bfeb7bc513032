using System.IO;
using System.Linq;
using NanoStack.Telemetry;
using Spectre.Console;

namespace NanoStack.VirtualBoard;

/// <summary>The closing summary, and the ladder of the traced send.</summary>
internal static class Report
{
    public static void Write(
        TextWriter output, TelemetryClient client, BoardSource source, Ladder ladder, Peer peer,
        MemoryAccount account)
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
        table.AddRow("managed memory on the board", account.TotalBytes + " bytes");
        table.AddRow("DMA memory on the board", account.NativeBytes + " bytes");
        Print(output, table);
        WriteAccount(output, account);
    }

    /// <summary>What the stack takes on the board, the largest first.</summary>
    private static void WriteAccount(TextWriter output, MemoryAccount account)
    {
        Table table = new Table { Border = TableBorder.Ascii2 };
        table.Title = new TableTitle("Memory of the board (nanoCLR)");
        table.AddColumn("what").AddColumn(new TableColumn("count").RightAligned())
            .AddColumn(new TableColumn("bytes").RightAligned());
        foreach (int i in Enumerable.Range(0, account.LineCount)
            .OrderByDescending(account.BytesAt))
        {
            table.AddRow(
                account.NameAt(i), account.CountAt(i).ToString(), account.BytesAt(i).ToString());
        }

        table.AddRow("total", "", account.TotalBytes.ToString());
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
            : "No whole send was traced: no record left the board in one piece.");
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
            Ansi = AnsiSupport.No,              // the same text for a terminal, a file and a test
            ColorSystem = ColorSystemSupport.NoColors,
            Out = new AnsiConsoleOutput(output),
        });
        console.Profile.Width = 80;
        console.Write(table);
    }
}
