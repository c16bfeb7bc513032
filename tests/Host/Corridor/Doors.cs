using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;

namespace NanoStack.Tests.Host.Corridor;

/// <summary>The doors that rooms name in their remarks: "From: ... To: ...", read from the sources.</summary>
/// <remarks>
/// A room is a class. A lower folder cannot name a higher one in a cref, so it writes
/// <c>TcpSend.SendMsg</c> between c tags; both count. "Way up", "Way back" and "Upkeep" are further doors.
/// </remarks>
internal sealed class Doors
{
    private static readonly string[] Folders = { "stack", "hal", "firmware/Telemetry" };

    private static readonly Regex TypeLine = new Regex(
        @"^\s*(?:(?:public|internal|private|protected|static|sealed|abstract|partial)\s+)*"
        + @"class\s+(\w+)(?:\s*:\s*(\w+))?");

    // A list of doors ends with its sentence: a full stop that is not inside a name or a tag.
    private static readonly Regex List = new Regex(
        @"\b(From|To|Way up|Way back|Upkeep): (.*?)"
        + @"(?=\.(?:\s|$|<)|\b(?:From|To|Way up|Way back|Upkeep): )",
        RegexOptions.Singleline);

    private static readonly Regex Name = new Regex(
        "<see cref=\"([^\"]+)\"\\s*/>|<c>([A-Z]\\w+(?:\\.\\w+)*)</c>");

    private readonly Dictionary<string, Room> _rooms = new Dictionary<string, Room>();

    private Doors()
    {
    }

    public IEnumerable<Room> Rooms => _rooms.Values;

    public Room this[string name] => _rooms[name];

    /// <summary>Reads every room of the device code.</summary>
    public static Doors Read()
    {
        Doors doors = new Doors();
        List<SourceFile> files = Repo.Sources(Folders)
            .Where(file => !file.Path.StartsWith("hal/Host/")).ToList();
        foreach (SourceFile file in files)
        {
            doors.Declare(file);
        }

        foreach (SourceFile file in files)
        {
            doors.ReadRemarks(file);
        }

        return doors;
    }

    /// <summary>True when a door from one room to another is named: to it, or to the class whose
    /// virtual method it is.</summary>
    /// <param name="method">The door itself, or null for any.</param>
    public bool Opens(string from, string to, string method = null)
    {
        return Family(to).Any(name => _rooms[from].To.Any(door => door.Room == name
            && (method == null || door.Method == null || door.Method == method)));
    }

    /// <summary>True when a room says that another, or a class above or below that, comes to it.</summary>
    public bool Admits(string to, string from)
    {
        return Family(from).Any(name => _rooms[to].From.Any(door => door.Room == name));
    }

    /// <summary>True for rooms that are one class and its base, and for a room of the stack that a
    /// driver or an application knows: it cannot know them.</summary>
    public bool IsBlind(string of, string to)
    {
        return Family(of).Contains(to)
            || (_rooms[of].Path.StartsWith("stack/") && !_rooms[to].Path.StartsWith("stack/"));
    }

    /// <summary>A class, its bases, and the classes made of it.</summary>
    public IEnumerable<string> Family(string name)
    {
        HashSet<string> family = new HashSet<string>();
        for (string at = name; at != null && _rooms.ContainsKey(at); at = _rooms[at].Base)
        {
            family.Add(at);
        }

        family.UnionWith(_rooms.Values.Where(room => room.Base == name).Select(room => room.Name));
        return family;
    }

    private void Declare(SourceFile file)
    {
        foreach (string line in file.Text.Split('\n'))
        {
            Match match = TypeLine.Match(line);
            if (match.Success)
            {
                string name = match.Groups[1].Value;
                _rooms.TryAdd(name, new Room(name, file.Path));
                if (match.Groups[2].Success)
                {
                    _rooms[name].Base = match.Groups[2].Value;
                }
            }
        }
    }

    /// <summary>Comments belong to the type they stand before, or in.</summary>
    private void ReadRemarks(SourceFile file)
    {
        List<string> comment = new List<string>();
        List<List<string>> waiting = new List<List<string>>();
        Room room = null;
        foreach (string line in file.Text.Replace("\r", "").Split('\n'))
        {
            string text = line.Trim();
            if (text.StartsWith("///"))
            {
                comment.Add(text.Substring(3).Trim());
                continue;
            }

            if (comment.Count > 0)
            {
                waiting.Add(comment);
                comment = new List<string>();
            }

            Match match = TypeLine.Match(line);
            room = match.Success ? _rooms[match.Groups[1].Value] : room;
            if (room != null)
            {
                waiting.ForEach(item => Take(room, string.Join(" ", item)));
                waiting.Clear();
            }
        }
    }

    private void Take(Room room, string comment)
    {
        foreach (Match list in List.Matches(comment))
        {
            foreach (Match name in Name.Matches(list.Groups[2].Value))
            {
                string full = name.Groups[1].Success ? name.Groups[1].Value : name.Groups[2].Value;
                Door door = DoorOf(room, full);
                (list.Groups[1].Value == "From" ? room.From : room.To).Add(door);
            }
        }
    }

    private Door DoorOf(Room room, string full)
    {
        string[] parts = full.Split('(')[0].Split('.');
        int at = Array.FindLastIndex(parts, part => _rooms.ContainsKey(part));
        if (at < 0)
        {
            return new Door(room.Name, parts.Last());           // its own member
        }

        return new Door(parts[at], at + 1 < parts.Length ? parts[at + 1] : null);
    }
}

/// <summary>A class of the corridor and the doors it names.</summary>
internal sealed class Room
{
    public Room(string name, string path)
    {
        Name = name;
        Path = path;
    }

    public string Name { get; }

    public string Path { get; }

    public string Base { get; set; }

    public List<Door> From { get; } = new List<Door>();

    public List<Door> To { get; } = new List<Door>();
}

/// <summary>A room's name and the method that is its door; null where the whole room is meant.</summary>
internal sealed record Door(string Room, string Method);
