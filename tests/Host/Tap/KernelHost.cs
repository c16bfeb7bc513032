using System;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.IO;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using System.Threading;
using KernelSocket = System.Net.Sockets.Socket;

namespace NanoStack.Tests.Host.Tap;

/// <summary>The Linux kernel as a host of its own: a network namespace and the one thread that lives
/// in it.</summary>
/// <remarks>
/// What the thread makes belongs to the namespace for good: sockets, TAP interfaces, processes; any
/// thread may use them afterwards. The namespace has no name and ends with its last user, so a
/// test that is killed leaves nothing behind, and no packet leaves it.
/// </remarks>
internal sealed class KernelHost : IDisposable
{
    /// <summary>The longest a call on a socket may wait.</summary>
    public const int CallMsMax = 10000;

    private const int CloneNewNet = 0x40000000;
    private const int CommandMsMax = 15000;

    private readonly BlockingCollection<Action> _work = new BlockingCollection<Action>();
    private readonly Thread _thread;
    private int _threadId;

    public KernelHost()
    {
        _thread = new Thread(Live) { IsBackground = true, Name = "namespace" };
        _thread.Start();
        Run(Enter);
    }

    /// <summary>By which <c>ip</c> names the namespace.</summary>
    public int ThreadId => _threadId;

    /// <summary>For a person who wants to look in: nsenter --net=PATH.</summary>
    public string NamespacePath => "/proc/" + _threadId + "/ns/net";

    /// <summary>Does something inside, and waits for it.</summary>
    public void Run(Action action)
    {
        Exception failure = null;
        using ManualResetEventSlim done = new ManualResetEventSlim();
        _work.Add(() =>
        {
            try
            {
                action();
            }
            catch (Exception exception)
            {
                failure = exception;
            }

            done.Set();
        });
        done.Wait();
        if (failure != null)
        {
            ExceptionDispatchInfo.Throw(failure);
        }
    }

    /// <summary>A TCP socket of the kernel whose calls end within ten seconds.</summary>
    public KernelSocket NewSocket() => NewSockets(1)[0];

    /// <summary>Many such sockets, for one turn of the namespace's thread.</summary>
    public KernelSocket[] NewSockets(int count)
    {
        KernelSocket[] sockets = new KernelSocket[count];
        Run(() =>
        {
            for (int i = 0; i < count; i++)
            {
                sockets[i] = new KernelSocket(
                    System.Net.Sockets.AddressFamily.InterNetwork,
                    System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Tcp)
                {
                    ReceiveTimeout = CallMsMax,
                    SendTimeout = CallMsMax,
                };
            }
        });
        return sockets;
    }

    /// <summary>A setting of the namespace, as sysctl names it without <c>net.</c>.</summary>
    public void Set(string name, int value)
    {
        string path = "/proc/sys/net/" + name.Replace('.', '/');
        Run(() => File.WriteAllText(path, value.ToString()));
    }

    /// <summary>Runs a program inside; it must succeed.</summary>
    /// <returns>What it wrote to its output.</returns>
    public string Execute(string program, params string[] arguments)
    {
        int code = TryExecute(out string output, program, arguments);
        if (code != 0)
        {
            throw new InvalidOperationException(
                program + " " + string.Join(' ', arguments) + ": " + code + ", " + output);
        }

        return output;
    }

    /// <summary>Runs a program inside.</summary>
    /// <returns>Its exit code.</returns>
    public int TryExecute(out string output, string program, params string[] arguments)
    {
        ProcessStartInfo start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        Process process = null;
        Run(() => process = Process.Start(start));
        using (process)
        {
            System.Threading.Tasks.Task<string> errors = process.StandardError.ReadToEndAsync();
            System.Threading.Tasks.Task<string> text = process.StandardOutput.ReadToEndAsync();
            if (!process.WaitForExit(CommandMsMax))
            {
                process.Kill(true);
                throw new TimeoutException(program + " does not end.");
            }

            output = text.Result + errors.Result;
            return process.ExitCode;
        }
    }

    public void Dispose()
    {
        _work.CompleteAdding();
        _thread.Join();
        _work.Dispose();
    }

    private void Live()
    {
        foreach (Action action in _work.GetConsumingEnumerable())
        {
            action();
        }
    }

    private void Enter()
    {
        if (unshare(CloneNewNet) != 0)
        {
            throw new InvalidOperationException(
                "No network namespace: error " + Marshal.GetLastPInvokeError() + ".");
        }

        _threadId = gettid();
        string noIpv6 = "/proc/sys/net/ipv6/conf/default/disable_ipv6";
        if (File.Exists(noIpv6))
        {
            File.WriteAllText(noIpv6, "1");             // its own chatter is not what we look at
        }
    }

    [DllImport("libc", SetLastError = true)]
    private static extern int unshare(int flags);

    [DllImport("libc")]
    private static extern int gettid();
}
