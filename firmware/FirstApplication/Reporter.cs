using System;
using NanoStack.Sockets;

namespace FirstApplication;

/// <summary>Sends readings to a collector, a line of text each.</summary>
public sealed class Reporter : IDisposable
{
    private const int LineBytesMax = 40;
    private const int TimeoutMs = 5000;

    private readonly Thermometer _thermometer;
    private readonly TcpClient _client = new TcpClient();       // on Net.Default
    private readonly byte[] _line = new byte[LineBytesMax];
    private NetworkStream _stream;
    private int _count;

    public Reporter(Thermometer thermometer)
    {
        _thermometer = thermometer;
    }

    /// <summary>Lines sent.</summary>
    public int Count => _count;

    /// <exception cref="SocketException">The collector refuses, or nobody answers.</exception>
    public void Connect(IPAddress collector, int port)
    {
        _client.Client.ConnectTimeout = TimeoutMs;
        _client.SendTimeout = TimeoutMs;
        _client.Connect(collector, port);
        _stream = _client.GetStream();
    }

    /// <summary>Reads the sensor and sends one line.</summary>
    /// <exception cref="System.IO.IOException">The connection is lost.</exception>
    public void Report()
    {
        int tenths = _thermometer.ReadTenths();
        string text = "seq=" + _count.ToString() + " temp=" + (tenths / 10).ToString() + "."
            + (tenths % 10).ToString() + "\n";
        for (int i = 0; i < text.Length; i++)
        {
            _line[i] = (byte)text[i];
        }

        _stream.Write(_line, 0, text.Length);
        _count++;
    }

    public void Dispose()
    {
        _client.Close();
    }
}
