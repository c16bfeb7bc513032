using System;
using System.Collections.Generic;
using System.Linq;
using NanoStack.Boards;

namespace NanoStack.VirtualBoard;

/// <summary>The boards there are: every class of NanoStack.Boards, by the name on the board.</summary>
internal static class BoardList
{
    private static readonly SortedDictionary<string, Func<Board>> Boards = Find();

    public static IEnumerable<string> Names => Boards.Keys;

    /// <exception cref="UsageException">There is none of this name.</exception>
    public static Board Find(string name)
    {
        if (!Boards.TryGetValue(name.ToLowerInvariant(), out Func<Board> make))
        {
            throw new UsageException(
                "--board " + name + ": there is none of that name, but "
                + string.Join(", ", Names) + ".");
        }

        return make();
    }

    private static SortedDictionary<string, Func<Board>> Find()
    {
        SortedDictionary<string, Func<Board>> boards =
            new SortedDictionary<string, Func<Board>>(StringComparer.Ordinal);
        foreach (Type type in typeof(Board).Assembly.GetTypes()
            .Where(item => item.IsSubclassOf(typeof(Board)) && !item.IsAbstract))
        {
            Add(boards, type, Array.Empty<object>());
            Add(boards, type, new object[] { true });       // the module with PSRAM
        }

        return boards;
    }

    private static void Add(
        SortedDictionary<string, Func<Board>> boards, Type type, object[] arguments)
    {
        if (type.GetConstructor(Type.GetTypeArray(arguments)) != null)
        {
            Func<Board> make = () => (Board)Activator.CreateInstance(type, arguments);
            boards[NameOf(make())] = make;
        }
    }

    /// <summary>The board's name in small letters, joined by hyphens.</summary>
    private static string NameOf(Board board)
    {
        char[] text = board.Name.ToLowerInvariant()
            .Select(c => char.IsLetterOrDigit(c) ? c : ' ').ToArray();
        return string.Join(
            "-", new string(text).Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }
}
