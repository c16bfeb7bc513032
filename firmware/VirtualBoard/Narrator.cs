using System.Diagnostics;
using System.IO;
using System.Text;
using NanoStack.Hal.Host.Wire;
using NanoStack.Sockets;
using NanoStack.Telemetry;
using NanoStack.Wire;

namespace NanoStack.VirtualBoard;

/// <summary>Says what happens, with the time since power-on: steps of the run, and the first frames on
/// the cable.</summary>
/// <remarks>It falls silent once the connection stands, so that it costs the records nothing.</remarks>
internal sealed class Narrator : WireTap
{
    private const int ColumnsMax = 80;
    private const int TimeColumns = 11;

    private readonly TextWriter _output;
    private readonly Stopwatch _time = Stopwatch.StartNew();
    private bool _isArpTold;
    private bool _isSynTold;
    private bool _isSynAckTold;

    public Narrator(TextWriter output)
    {
        _output = output;
        Log = new LogAdapter(this);
    }

    /// <summary>For the application, which knows nothing of a PC.</summary>
    public TelemetryLog Log { get; }

    /// <summary>A line with its time; what does not fit into 80 columns goes on below.</summary>
    public void Say(string text)
    {
        string head = (_time.ElapsedMilliseconds + " ms  ").PadLeft(TimeColumns);
        StringBuilder lines = new StringBuilder(head);
        int column = head.Length;
        foreach (string word in text.Split(' '))
        {
            if (column + word.Length > ColumnsMax && column > TimeColumns)
            {
                lines.Length--;                         // the blank before the break
                lines.Append(_output.NewLine).Append(' ', TimeColumns);
                column = TimeColumns;
            }

            lines.Append(word).Append(' ');
            column += word.Length + 1;
        }

        _output.WriteLine(lines.ToString().TrimEnd());
    }

    public override void OnFrame(int fromSide, byte[] frame, int at, int length, long timeUs)
    {
        if (_isSynAckTold)
        {
            return;
        }

        int type = EthHeader.Type(frame, at);
        int body = at + EthHeader.Length;
        if (type == EthHeader.TypeArp && fromSide == 1)
        {
            TellArp(frame, body);
        }
        else if (type == EthHeader.TypeIp
            && IpHeader.Protocol(frame, body) == IpHeader.ProtocolTcp)
        {
            TellTcp(frame, body + IpHeader.Length(frame, body));
        }
    }

    /// <summary>A reply to us: its sender's addresses.</summary>
    private void TellArp(byte[] frame, int at)
    {
        if (!_isArpTold && ArpHeader.Operation(frame, at) == ArpHeader.OperationReply)
        {
            _isArpTold = true;
            int hardwareAt = ArpHeader.SenderHardware(at);
            Say("ARP: " + IPAddress.FromValue(ArpHeader.SenderIp(frame, at)) + " is at "
                + System.BitConverter.ToString(frame, hardwareAt, 6).Replace('-', ':').ToLower());
        }
    }

    private void TellTcp(byte[] frame, int at)
    {
        int flags = TcpHeader.Flags(frame, at) & (TcpHeader.Syn | TcpHeader.Ack | TcpHeader.Rst);
        if (flags == TcpHeader.Syn && !_isSynTold)
        {
            _isSynTold = true;
            Say("TCP: SYN from port " + TcpHeader.SourcePort(frame, at));
        }
        else if (flags == (TcpHeader.Syn | TcpHeader.Ack))
        {
            _isSynAckTold = true;
            Say("TCP: SYN-ACK");
        }
    }

    private sealed class LogAdapter : TelemetryLog
    {
        private readonly Narrator _narrator;

        public LogAdapter(Narrator narrator)
        {
            _narrator = narrator;
        }

        public override void Line(string text)
        {
            _narrator.Say(text);
        }
    }
}
