using System;
using System.IO;
using System.Text;
using System.Threading;
using NanoStack.Hal.Host;
using NanoStack.Hal.Host.Wire;
using NanoStack.Kernel;
using NanoStack.Services;
using NanoStack.Sockets;

namespace NanoStack.VirtualBoard;

/// <summary>A second instance of the stack at the other end, and a collector on it that prints what it
/// gets.</summary>
/// <remarks>To: <see cref="HostWireDevice"/>, <see cref="TcpListener"/>. Threads: one polls this stack, one
/// accepts and reads.</remarks>
internal sealed class LanPeer : Peer
{
    private const int LookMs = 200;
    private const int FaultAfterRecords = 3;
    private const int LossPermille = 100;

    private static readonly byte[] Complaint =
        Encoding.ASCII.GetBytes("error: the record could not be stored\n");

    private static readonly byte[] HardwareAddress = { 0x02, 0x00, 0x00, 0x00, 0x00, 0x01 };

    private readonly Settings _settings;
    private readonly VirtualWire _wire;
    private readonly int _side;
    private readonly TextWriter _output;
    private readonly Net _net;
    private readonly HostWireDevice _device;
    private readonly NetThread _poller;
    private readonly Thread _reader;
    private readonly StringBuilder _line = new StringBuilder();
    private TcpListener _listener;
    private volatile bool _isStopping;
    private volatile bool _mustReset;
    private volatile bool _mustComplain;
    private volatile int _recordCount;
    private int _lastRecord;

    public LanPeer(Settings settings, VirtualWire wire, int side, TextWriter output)
    {
        _settings = settings;
        _wire = wire;
        _side = side;
        _output = output;
        Clock clock = new HostClock();
        _net = new Net(Limits.Default(), clock, new HostEntropy());
        _device = new HostWireDevice(wire, side, HardwareAddress);
        _poller = new NetThread(_net, clock, _device);
        _reader = new Thread(Collect) { IsBackground = true, Name = "collector" };
    }

    public override int RecordCount => _recordCount;

    public override void Start()
    {
        _net.AddDevice(_device);
        _net.SetAddress(_device, _settings.Collector.Address, _settings.Mask, null);
        _net.Seal();
        _poller.Start();
        if (_settings.Fault != Fault.NoCollector)
        {
            _listener = new TcpListener(_net, IPAddress.Any, _settings.Collector.Port);
            _listener.Start();
            _listener.Server.ReceiveTimeout = LookMs;
            _reader.Start();
        }

        if (_settings.Fault == Fault.NoLink)
        {
            _wire.IsConnected = false;
        }
        else if (_settings.Fault == Fault.Loss)
        {
            _wire.FaultsFrom(0).LossPermille = LossPermille;
            _wire.FaultsFrom(1).LossPermille = LossPermille;
        }
    }

    public override void RecordMade(int count)
    {
        if (_settings.Fault == Fault.Silent && count == FaultAfterRecords)
        {
            _wire.FaultsFrom(_side).LoseNext = int.MaxValue;
        }
        else if (_settings.Fault == Fault.Reset && count == FaultAfterRecords)
        {
            _mustReset = true;
        }
        else if (_settings.Fault == Fault.Error && count == FaultAfterRecords)
        {
            _mustComplain = true;
        }
    }

    public override void WaitForRecords(int count, int timeoutMs)
    {
        long endMs = Environment.TickCount64 + timeoutMs;
        while (_recordCount < count && Environment.TickCount64 < endMs)
        {
            Thread.Sleep(1);
        }
    }

    public override void Dispose()
    {
        _isStopping = true;
        if (_reader.IsAlive)
        {
            _reader.Join();
        }

        _listener?.Stop();
        _poller.Stop();
        _device.Dispose();
    }

    private void Collect()
    {
        while (!_isStopping)
        {
            Socket socket;
            try
            {
                socket = _listener.AcceptSocket();
            }
            catch (SocketException exception)
                when (exception.SocketErrorCode == SocketError.TimedOut)
            {
                continue;
            }

            using (socket)
            {
                socket.ReceiveTimeout = LookMs;
                socket.SendTimeout = LookMs;
                Read(socket);
            }
        }
    }

    private void Read(Socket socket)
    {
        byte[] buffer = new byte[2048];
        _line.Clear();
        while (!_isStopping)
        {
            try
            {
                int count = socket.Receive(buffer);
                if (count == 0)
                {
                    return;
                }

                Take(buffer, count);
                if (_mustComplain && _recordCount >= FaultAfterRecords)
                {
                    _mustComplain = false;
                    socket.Send(Complaint);
                }

                if (_mustReset && _recordCount >= FaultAfterRecords)    // all read so far
                {
                    _mustReset = false;
                    socket.Close(0);        // no time for the rest: RST
                    return;
                }
            }
            catch (SocketException exception)
            {
                if (exception.SocketErrorCode != SocketError.TimedOut)
                {
                    return;                 // the board's end is what is shown here
                }
            }
        }
    }

    private void Take(byte[] buffer, int count)
    {
        for (int i = 0; i < count; i++)
        {
            if (buffer[i] != '\n')
            {
                _line.Append((char)buffer[i]);
                continue;
            }

            _output.WriteLine("collector: " + _line);
            int record = RecordOf(_line.ToString());
            if (record > _lastRecord)
            {
                _lastRecord = record;
                _recordCount++;             // a record that came twice counts once
            }

            _line.Clear();
        }
    }

    /// <summary>The number behind "seq=".</summary>
    private static int RecordOf(string line)
    {
        int space = line.IndexOf(' ');
        return space > 4 && int.TryParse(line.AsSpan(4, space - 4), out int number) ? number : 0;
    }
}
