using System;
using System.CommandLine;
using System.IO;
using System.Linq;
using NanoStack.Sockets;

namespace NanoStack.VirtualBoard;

/// <summary>The options: what there is, what each may be, and the one line that says what was
/// wrong.</summary>
/// <remarks>From: <see cref="App"/>. Tests read <see cref="Parse"/>.</remarks>
internal static class CommandLine
{
    private const int RecordsMax = 1000000;
    private const int IntervalMsMax = 60000;
    private const string Lan = "lan";
    private const string TapPrefix = "tap:";

    private static readonly string[] Faults =
    {
        "none", "no-link", "no-collector", "silent", "loss", "reset", "error",
    };

    /// <summary>Reads the options.</summary>
    /// <returns>Null when help or the version was asked for and printed.</returns>
    /// <exception cref="UsageException">Something is wrong.</exception>
    public static Settings Parse(string[] args, TextWriter output)
    {
        Option<string> net = Text("--net", Lan,
            "lan: a cable in memory to a collector in this program;"
            + " tap:NAME: a Linux TAP interface, the collector is any program of this machine; the"
            + " interface gets an address only when it has none and no collector is named");
        Option<string> collector = Text("--collector", null,
            "HOST:PORT of the collector; nc -lk 9000 starts one"
            + " (default: the other end of the cable, port 9000)");
        Option<string> address = Text("--address", null,
            "A/LEN, the board's address (default: 192.168.7.2/24, with tap 10.77.0.2/24)");
        Option<string> gateway = Text("--gateway", null, "the board's gateway (default: none)");
        Option<string> records = Text("--records", "10",
            "how many records to send; 0: until Ctrl-C");
        Option<string> interval = Text("--interval", "100", "ms from one record to the next");
        Option<string> board = Text("--board", "wt32-eth01",
            "the board: " + string.Join(", ", BoardList.Names));
        Option<string> pcap = Text("--pcap", null,
            "FILE for a capture (pcapng) of the board's cable");
        Option<bool> trace = new Option<bool>("--trace")
        {
            Description = "print the call ladder of one send, room by room",
        };
        Option<string> fault = Text("--fault", "none",
            "what goes wrong in the lan: " + string.Join(", ", Faults));

        RootCommand root = new RootCommand(
            "NanoStack's telemetry application on a modelled board: PHY, link, ARP, TCP, records."
            + " Exit code 0: the collector took every record, as far as it says; 1: it did not, or"
            + " something failed; 2: the command line cannot be done.")
        {
            net, collector, address, gateway, records, interval, board, pcap, trace, fault,
        };
        ParseResult result = root.Parse(args);
        if (result.Errors.Count > 0)
        {
            string first = result.Errors[0].Message.TrimEnd('.');
            throw new UsageException(first + "; --help lists the options.");
        }

        if (result.Action != null)
        {
            result.Invoke(new InvocationConfiguration { Output = output });      // help, version
            return null;
        }

        Settings settings = new Settings
        {
            Tap = TapOf(result.GetValue(net)),
            Board = BoardList.Find(result.GetValue(board)),
            RecordCount = Number("--records", result.GetValue(records), 0, RecordsMax),
            IntervalMs = Number("--interval", result.GetValue(interval), 1, IntervalMsMax),
            PcapPath = result.GetValue(pcap),
            IsTraced = result.GetValue(trace),
            Fault = FaultOf(result.GetValue(fault)),
        };
        Networks.Complete(
            settings, result.GetValue(address), result.GetValue(gateway),
            result.GetValue(collector), settings.Tap == null ? null : TapState.Of(settings.Tap));
        return settings;
    }

    private static Option<string> Text(string name, string value, string description)
    {
        Option<string> option = new Option<string>(name) { Description = description };
        if (value != null)
        {
            option.DefaultValueFactory = _ => value;
        }

        return option;
    }

    private static string TapOf(string text)
    {
        if (text == Lan)
        {
            return null;
        }

        string name = text.StartsWith(TapPrefix) ? text.Substring(TapPrefix.Length) : "";
        if (name.Length == 0 || name.Length > 15
            || name.Any(c => c <= ' ' || c > '~' || c == '/' || c == ':' || c == '%'))
        {
            throw new UsageException(
                "--net " + text + ": it is lan, or tap:NAME with a name of 1 to 15 characters, none"
                + " of them a blank, / : or %.");
        }

        if (!OperatingSystem.IsLinux())
        {
            throw new UsageException(
                "--net " + text + ": TAP interfaces are Linux's; use --net lan here.");
        }

        return name;
    }

    private static Fault FaultOf(string text)
    {
        int index = Array.IndexOf(Faults, text);
        if (index < 0)
        {
            throw new UsageException(
                "--fault " + text + ": it is one of " + string.Join(", ", Faults) + ".");
        }

        return (Fault)index;
    }

    private static int Number(string name, string text, int low, int high)
    {
        if (!Networks.IsNumber(text, out int number) || number < low || number > high)
        {
            throw new UsageException(
                name + " " + text + ": it is a number from " + low + " to " + high + ".");
        }

        return number;
    }
}
