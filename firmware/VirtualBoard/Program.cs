using System;
using System.Threading;

namespace NanoStack.VirtualBoard;

/// <summary>The board on a PC: <c>dotnet run --project firmware/VirtualBoard</c>.</summary>
/// <remarks>To: <see cref="App.Run"/>.</remarks>
internal static class Program
{
    private static int Main(string[] args)
    {
        using CancellationTokenSource stop = new CancellationTokenSource();
        Console.CancelKeyPress += (sender, e) =>
        {
            e.Cancel = true;                // the run ends by itself, with its summary
            stop.Cancel();
        };
        return App.Run(args, Console.Out, Console.Error, stop.Token);
    }
}
