namespace NanoStack;

/// <summary>How many fields the objects have that there are many of, and what the rest takes.</summary>
/// <remarks>Written by a test of tests/Host/App from the types themselves:
/// <c>NANOSTACK_UPDATE=1 dotnet test</c>.</remarks>
internal static class MemoryFields
{
    public const int TcpSock = 124;
    public const int TcpRequest = 22;
    public const int TcpOptions = 7;
    public const int Dst = 5;
    public const int Neighbour = 11;
    public const int SkBuff = 27;
    public const int SkBuffHead = 3;
    public const int WaitQueue = 3;
    public const int SpinLock = 3;
    public const int Mib = 1;

    /// <summary>Bytes of the objects there is one of: the rooms themselves and their helpers.</summary>
    public const int RoomsBytes = 4176;
}
