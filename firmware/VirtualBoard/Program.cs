using System;
using System.Runtime.InteropServices;
using System.Threading;

namespace NanoStack.VirtualBoard;

/// <summary>The board on a PC: <c>dotnet run --project firmware/VirtualBoard</c>.</summary>
/// <remarks>To: <see cref="App.Run"/>.</remarks>
internal static class Program
{
    private static int Main(string[] args)
    {
        CancellationTokenSource stop = new CancellationTokenSource();
        Console.CancelKeyPress += (sender, e) =>
        {
            e.Cancel = !stop.IsCancellationRequested;   // the run ends by itself, with its summary;
            stop.Cancel();                              // who asks twice does not wait for it
        };
        using PosixSignalRegistration term = PosixSignalRegistration.Create(
            PosixSignal.SIGTERM,
            context =>
            {
                context.Cancel = true;
                stop.Cancel();
            });
        return App.Run(args, Console.Out, Console.Error, stop.Token);
    }
}
