using System;
using System.IO;
using System.Threading.Tasks;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoStack.Sockets;
using KernelSocket = System.Net.Sockets.Socket;

namespace NanoStack.Tests.Host.Tap;

/// <summary>Bytes into and out of both kinds of sockets, and whether they are the same.</summary>
internal static class Streams
{
    public const int Megabyte = 1 << 20;

    private const int ChunkBytes = 4096;

    /// <summary>Bytes that say where they belong: no shift or swap goes unseen.</summary>
    public static byte[] Pattern(int seed, int count)
    {
        byte[] data = new byte[count];
        new Random(seed).NextBytes(data);
        return data;
    }

    /// <summary>A thread of its own, because calls block.</summary>
    public static Task Start(Action action)
    {
        return Task.Factory.StartNew(action, TaskCreationOptions.LongRunning);
    }

    public static void SendAll(Socket socket, byte[] data)
    {
        int at = 0;
        while (at < data.Length)
        {
            int part = Math.Min(ChunkBytes, data.Length - at);
            Assert.AreEqual(part, socket.Send(data, at, part, SocketFlags.None), "bytes taken");
            at += part;
        }
    }

    public static void SendAll(KernelSocket socket, byte[] data)
    {
        int at = 0;
        while (at < data.Length)
        {
            at += socket.Send(data, at, data.Length - at, System.Net.Sockets.SocketFlags.None);
        }
    }

    /// <summary>Everything up to the peer's FIN.</summary>
    public static byte[] ReadToEnd(Socket socket)
    {
        using MemoryStream all = new MemoryStream();
        byte[] buffer = new byte[ChunkBytes];
        int count = socket.Receive(buffer);
        while (count > 0)
        {
            all.Write(buffer, 0, count);
            count = socket.Receive(buffer);
        }

        return all.ToArray();
    }

    public static byte[] ReadToEnd(KernelSocket socket)
    {
        using MemoryStream all = new MemoryStream();
        byte[] buffer = new byte[65536];
        int count = socket.Receive(buffer);
        while (count > 0)
        {
            all.Write(buffer, 0, count);
            count = socket.Receive(buffer);
        }

        return all.ToArray();
    }

    /// <summary>Byte by byte the same; says where they part.</summary>
    public static void ExpectSame(byte[] sent, byte[] received)
    {
        int least = Math.Min(sent.Length, received.Length);
        for (int i = 0; i < least; i++)
        {
            if (sent[i] != received[i])
            {
                Assert.Fail("byte " + i + " of " + sent.Length + " differs");
            }
        }

        Assert.AreEqual(sent.Length, received.Length, "bytes received");
    }

    /// <summary>We send, the kernel reads, both to the end.</summary>
    public static void FromUs(TapPair pair, byte[] data)
    {
        Task send = Start(() =>
        {
            SendAll(pair.Ours, data);
            pair.Ours.Shutdown(SocketShutdown.Send);
        });
        byte[] received = ReadToEnd(pair.Theirs);
        send.GetAwaiter().GetResult();
        ExpectSame(data, received);
    }

    /// <summary>The kernel sends, we read, both to the end.</summary>
    public static void FromKernel(TapPair pair, byte[] data)
    {
        Task send = Start(() =>
        {
            SendAll(pair.Theirs, data);
            pair.Theirs.Shutdown(System.Net.Sockets.SocketShutdown.Send);
        });
        byte[] received = ReadToEnd(pair.Ours);
        send.GetAwaiter().GetResult();
        ExpectSame(data, received);
    }

    /// <summary>Both directions at once.</summary>
    public static void BothWays(TapPair pair, byte[] fromUs, byte[] fromKernel)
    {
        Task one = Start(() => FromUs(pair, fromUs));
        FromKernel(pair, fromKernel);
        one.GetAwaiter().GetResult();
    }
}
