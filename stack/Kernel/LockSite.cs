namespace NanoStack.Kernel;

/// <summary>Where a <see cref="SpinLock"/> is taken: what a stuck lock says of its holder.</summary>
internal static class LockSite
{
    public const int SkbAlloc = 1;
    public const int SkbFree = 2;
    public const int SockLock = 3;
    public const int SockRelease = 4;
    public const int SockBacklog = 5;
    public const int NeighLookup = 6;
    public const int NeighOutput = 7;
    public const int NeighUpdate = 8;
    public const int NeighTimer = 9;
    public const int NeighConfirm = 10;
    public const int RouteLookup = 11;
    public const int RouteChange = 12;
    public const int DeviceXmit = 13;
    public const int DeviceReturn = 14;
    public const int TcpTable = 15;
    public const int TcpPorts = 16;
    public const int Loopback = 18;
    public const int Driver = 19;
    public const int NeighSolicit = 20;
}
