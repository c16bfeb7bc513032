using System;
using NanoStack.Sockets;
using KernelSocket = System.Net.Sockets.Socket;

namespace NanoStack.Tests.Host.Tap;

/// <summary>One connection, both of its ends in the test's hand.</summary>
internal sealed class TapPair : IDisposable
{
    public const int Port = 5000;

    private TapPair(Socket ours, KernelSocket theirs)
    {
        Ours = ours;
        Theirs = theirs;
    }

    public Socket Ours { get; }

    public KernelSocket Theirs { get; }

    /// <summary>A connection that the test opened itself.</summary>
    public static TapPair Of(Socket ours, KernelSocket theirs) => new TapPair(ours, theirs);

    /// <summary>We connect, the kernel accepts.</summary>
    public static TapPair OpenedByUs(TapBench bench) => OpenedByUs(bench, 0);

    /// <param name="receiveBytes">SO_RCVBUF of the kernel's end; 0 leaves it to the kernel.</param>
    public static TapPair OpenedByUs(TapBench bench, int receiveBytes)
    {
        using KernelSocket listener = bench.NewKernelListener(Port, receiveBytes);
        Socket ours = bench.NewSocket();
        ours.Connect(new IPEndPoint(IPAddress.Parse(TapBench.KernelIp), Port));
        return new TapPair(ours, Accept(listener));
    }

    /// <summary>The kernel connects, we accept.</summary>
    public static TapPair OpenedByKernel(TapBench bench)
    {
        Socket listener = bench.NewListener(Port);
        KernelSocket theirs = bench.Kernel.NewSocket();
        theirs.Connect(TapBench.BoardPoint(Port));
        Socket ours = listener.Accept();
        listener.Close();
        ours.ReceiveTimeout = TapBench.CallMsMax;
        ours.SendTimeout = TapBench.CallMsMax;
        return new TapPair(ours, theirs);
    }

    public static TapPair Open(TapBench bench, bool isByUs)
    {
        return isByUs ? OpenedByUs(bench) : OpenedByKernel(bench);
    }

    public static KernelSocket Accept(KernelSocket listener)
    {
        KernelSocket socket = listener.Accept();
        socket.ReceiveTimeout = TapBench.CallMsMax;
        socket.SendTimeout = TapBench.CallMsMax;
        return socket;
    }

    public void Dispose()
    {
        Ours.Dispose();
        Theirs.Dispose();
    }
}
