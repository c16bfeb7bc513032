using System;
using System.Collections.Generic;
using System.Globalization;

namespace NanoStack.Tests.Host.Differential;

/// <summary>What a call ended in, as text that reads the same whichever stack it came from.</summary>
internal sealed class Outcome
{
    private readonly Dictionary<int, string> _ports = new Dictionary<int, string>();

    /// <summary>The value a call returned, or the exception it threw.</summary>
    public string Of(Func<object> call)
    {
        try
        {
            return Text(call());
        }
        catch (Exception exception)
        {
            return Text(exception);
        }
    }

    private string Text(object value)
    {
        switch (value)
        {
            case null: return "null";
            case System.Net.IPEndPoint point: return PointText(point.Address.ToString(), point.Port);
            case NanoStack.Sockets.IPEndPoint point: return PointText(point.Address.ToString(), point.Port);
            case byte[] bytes: return Convert.ToHexString(bytes);
            case Enum number: return number.ToString();
            case IFormattable number: return number.ToString(null, CultureInfo.InvariantCulture);
            case string or bool: return value.ToString();
            default: return "a " + value.GetType().Name;
        }
    }

    /// <summary>An exception by its name, a socket's by its code; one that wraps another names
    /// both.</summary>
    private static string Text(Exception exception)
    {
        switch (exception)
        {
            case System.Net.Sockets.SocketException socket: return "error " + socket.SocketErrorCode;
            case NanoStack.Sockets.SocketException socket: return "error " + socket.SocketErrorCode;
            case ArgumentException argument: return argument.GetType().Name + " of " + argument.ParamName;
            case System.IO.IOException io:
                return "IOException" + (io.InnerException == null ? "" : " of " + Text(io.InnerException));
            default: return exception.GetType().Name;
        }
    }

    /// <summary>Ports are chosen anew in each run, so they are named in the order they are seen.</summary>
    private string PointText(string address, int port)
    {
        if (port != 0 && !_ports.ContainsKey(port))
        {
            _ports.Add(port, "port" + (_ports.Count + 1));
        }

        return address + ":" + (port == 0 ? "0" : _ports[port]);
    }
}
