using NanoStack.Boards;
using NanoStack.Sockets;

namespace NanoStack.VirtualBoard;

/// <summary>What to do wrong on purpose.</summary>
internal enum Fault
{
    None,

    /// <summary>The cable is not plugged in.</summary>
    NoLink,

    /// <summary>Nobody listens on the collector's port.</summary>
    NoCollector,

    /// <summary>After some records nothing comes back any more.</summary>
    Silent,

    /// <summary>One frame in ten is lost, either way.</summary>
    Loss,

    /// <summary>After some records the collector resets the connection, and accepts a new one.</summary>
    Reset,

    /// <summary>After some records the collector answers that it could not store one.</summary>
    Error,
}

/// <summary>What the command line said, checked.</summary>
internal sealed class Settings
{
    /// <summary>The TAP interface, or null for the in-memory cable.</summary>
    public string Tap { get; set; }

    /// <summary>What the TAP interface gets from us, with the length of the board's network; null when
    /// it keeps what it has.</summary>
    public IPAddress TapAddress { get; set; }

    /// <summary>True when nothing of this machine is at the other end of the TAP, as far as can be
    /// seen.</summary>
    public bool IsTapBare { get; set; }

    public Board Board { get; set; }

    public IPAddress Address { get; set; }

    public int PrefixLength { get; set; }

    /// <summary>Null when there is none.</summary>
    public IPAddress Gateway { get; set; }

    public IPEndPoint Collector { get; set; }

    /// <summary>How many to send; 0: until the user stops the run.</summary>
    public int RecordCount { get; set; }

    public int IntervalMs { get; set; }

    /// <summary>Where the capture goes, or null.</summary>
    public string PcapPath { get; set; }

    public bool IsTraced { get; set; }

    public Fault Fault { get; set; }

    public uint MaskValue => TapState.MaskOf(PrefixLength);

    public IPAddress Mask => IPAddress.FromValue(MaskValue);

    /// <summary>True for an address of the board's own network.</summary>
    public bool IsOnLink(IPAddress address)
    {
        return ((address.Value ^ Address.Value) & MaskValue) == 0;
    }
}
