using System.Linq;
using System.Text;
using NanoStack.Hal.Emac;
using NanoStack.Kernel;
using NanoStack.Services;

namespace NanoStack.Tests.Host.App;

/// <summary>docs/memory.md, written from the account.</summary>
internal static class MemoryText
{
    private const string Head = @"# Memory

What the stack costs on the nanoCLR. The board prints the same account when it starts
(`firmware/Telemetry`), the virtual board in its summary; `stack/MemoryAccount.cs` makes it. A test
of `tests/Host/App` compares it with the objects there really are, field by field, and writes this
page (`NANOSTACK_UPDATE=1 dotnet test`, until nothing changes).

## The rules

Measured on the interpreter, 32-bit build, as the difference of two
`nanoFramework.Runtime.Native.GC.Run(true)`:

| what | bytes |
|---|---|
| an object | 12, and 12 a field, whatever its type; fields of its bases count |
| an array | 20 and its elements, rounded up to a multiple of 12 |
| an element | its size; a reference takes 12 |
| AutoResetEvent, ManualResetEvent | 12 |
| a thread that runs | 840, and 180 for the managed objects around it |

With these rules the account is the measurement to the byte: for `new Net(...)` of this stack the
interpreter said 56,460 bytes with the default limits and 22,644 with the small ones when the rules
were found, and so did the account. To measure again, on a board: flash `firmware/Telemetry` and
read the line `measured`, which stands below the account it should equal.

";

    private const string Foot = @"## Where it goes

The goal for the default profile is 32 KB of managed memory. What stands in the way, largest first:

* Rings: four connections of 2 KB each way.
* Sockets: more than a hundred fields and a dozen helper objects each, for listeners too, which
  need few of them.
* Packets: each is an object of 26 fields, the 16 descriptors of write queues among them, which
  need a third of the fields.

Fields are what costs: an `int` in an object takes 12 bytes, in an array 4.

The tables that the runtime keeps for a loaded assembly come on top: about 2 bytes per method and
field and 8 per type. `./ci nanoclr` measures them; [building.md](building.md) has the figures.
";

    public static string Write()
    {
        StringBuilder text = new StringBuilder(Head.Replace("\r\n", "\n"));
        EmacOptions small = new EmacOptions();
        small.UseSmallRings();
        Table(text, "The default profile", Limits.Default(), new EmacOptions());
        Table(text, "The small profile", Limits.Small(), small);
        return text.Append(Foot.Replace("\r\n", "\n")).ToString();
    }

    private static void Table(StringBuilder text, string title, Limits limits, EmacOptions options)
    {
        MemoryAccount account = new MemoryAccount(limits);
        EmacMemory.AddTo(account, options);
        account.Add("polling thread", 1, NetThread.ManagedBytes);
        text.Append("## ").Append(title).Append("\n\n| what | count | bytes |\n|---|---|---|\n");
        foreach (int i in Enumerable.Range(0, account.LineCount)
            .OrderByDescending(account.BytesAt))
        {
            Row(text, account.NameAt(i), account.CountAt(i).ToString(), account.BytesAt(i));
        }

        Row(text, "**in all**", "", account.TotalBytes);
        Row(text, "DMA memory, outside the managed heap", "", account.NativeBytes);
        text.Append('\n');
    }

    private static void Row(StringBuilder text, string name, string count, int bytes)
    {
        text.Append("| ").Append(name).Append(" | ").Append(count).Append(" | ").Append(bytes)
            .Append(" |\n");
    }
}
