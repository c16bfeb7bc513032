namespace NanoStack.Sockets;

/// <summary>What Close does with unsent data; names as System.Net.Sockets.LingerOption.</summary>
public class LingerOption
{
    private readonly bool _isEnabled;
    private readonly int _seconds;

    /// <summary>Disabled: Close returns at once and data is sent behind it. Enabled with 0 seconds: Close
    /// resets the connection. Enabled with more: Close waits so long for the last ACK.</summary>
    public LingerOption(bool enable, int seconds)
    {
        _isEnabled = enable;
        _seconds = seconds;
    }

    public bool Enabled => _isEnabled;

    /// <summary>In seconds.</summary>
    public int LingerTime => _seconds;
}
