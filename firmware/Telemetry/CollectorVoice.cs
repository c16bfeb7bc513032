namespace NanoStack.Telemetry;

/// <summary>What the collector says: the first lines of a connection are told to the log, and a line
/// that is a complaint is kept.</summary>
/// <remarks>
/// From: <see cref="TelemetryClient"/>. A collector that takes records in silence costs nothing here.
/// What a complaint is: a status of HTTP from 300 on, a line that begins with a number from 400 to
/// 599 (as the replies of SMTP do), or a word such as <c>error</c> that nothing beside it takes back
/// (<c>0 errors</c>).
/// </remarks>
internal sealed class CollectorVoice
{
    /// <summary>Characters of a line that are kept, blanks before it left out; the rest is not read.</summary>
    public const int LineMax = 56;

    /// <summary>Lines of a connection that are told.</summary>
    public const int LinesMax = 4;

    private static readonly string[] Complaints =
    {
        "error", "errors", "err", "fail", "failed", "failure", "refused", "rejected", "denied",
        "invalid", "bad", "unauthorized", "forbidden", "nak", "nack",
    };

    private static readonly string[] Http = { "http" };

    private static readonly string[] TakenBackBefore = { "no", "0", "zero", "without" };

    private static readonly string[] TakenBackAfter = { "0", "none", "null", "false" };

    private readonly TelemetryLog _log;
    private readonly char[] _line = new char[LineMax];
    private int _length;
    private int _toldCount;

    public CollectorVoice(TelemetryLog log)
    {
        _log = log;
    }

    /// <summary>The first complaint of all connections; null when there was none.</summary>
    public string Complaint { get; private set; }

    /// <summary>A new connection: nothing was said on it.</summary>
    public void Begin()
    {
        _length = 0;
        _toldCount = 0;
    }

    /// <summary>Bytes that came.</summary>
    public void Hear(byte[] data, int count)
    {
        for (int i = 0; i < count; i++)
        {
            byte value = data[i];
            if (value == (byte)'\n')
            {
                End();
            }
            else if (value != (byte)'\r' && _length < LineMax
                && (value != (byte)' ' || _length > 0))
            {
                _line[_length++] = value >= 0x20 && value < 0x7F ? (char)value : '.';
            }
        }
    }

    /// <summary>The line is over: its end came, or the connection's.</summary>
    public void End()
    {
        if (_length == 0)
        {
            return;
        }

        bool isComplaint = Complaint == null && IsComplaint();
        if (isComplaint || _toldCount < LinesMax)
        {
            string text = new string(_line, 0, _length);
            _log.Line("the collector says: " + text);
            Complaint = isComplaint ? text : Complaint;
        }
        else if (_toldCount == LinesMax)
        {
            _log.Line("the collector says more, which is not shown");
        }

        _toldCount += _toldCount <= LinesMax ? 1 : 0;
        _length = 0;
    }

    private bool IsComplaint()
    {
        int status = Number(0);
        if (status >= 400 && status <= 599)
        {
            return true;
        }

        return IsAny(0, Http) ? HttpStatus() >= 300 : HasComplaint();
    }

    /// <summary>A word of complaint that its neighbours do not take back.</summary>
    private bool HasComplaint()
    {
        int at = NextWord(0);
        int before = -1;
        while (at < _length)
        {
            int end = EndOfWord(at);
            int after = NextWord(end);
            if (IsAny(at, Complaints) && (before < 0 || !IsAny(before, TakenBackBefore))
                && !IsAny(after, TakenBackAfter))
            {
                return true;
            }

            before = at;
            at = after;
        }

        return false;
    }

    /// <summary>Behind <c>HTTP/1.1</c> or <c>HTTP/2</c>.</summary>
    private int HttpStatus()
    {
        int at = NextWord(EndOfWord(0));
        for (int i = 0; i < 2 && Number(at) < 0; i++)
        {
            at = NextWord(EndOfWord(at));
        }

        return Number(at);
    }

    /// <summary>The number of three digits at a place; -1 when there is another thing.</summary>
    private int Number(int at)
    {
        if (EndOfWord(at) - at != 3)
        {
            return -1;
        }

        int number = 0;
        for (int i = at; i < at + 3; i++)
        {
            if (_line[i] < '0' || _line[i] > '9')
            {
                return -1;
            }

            number = (number * 10) + _line[i] - '0';
        }

        return number;
    }

    /// <summary>Where the next word begins, from a place on; the line's end when there is none.</summary>
    private int NextWord(int at)
    {
        while (at < _length && !IsInWord(_line[at]))
        {
            at++;
        }

        return at;
    }

    private int EndOfWord(int at)
    {
        while (at < _length && IsInWord(_line[at]))
        {
            at++;
        }

        return at;
    }

    private bool IsAny(int at, string[] words)
    {
        int length = EndOfWord(at) - at;
        for (int i = 0; i < words.Length; i++)
        {
            if (IsWord(at, length, words[i]))
            {
                return true;
            }
        }

        return false;
    }

    private bool IsWord(int at, int length, string word)
    {
        if (length != word.Length)
        {
            return false;
        }

        for (int i = 0; i < length; i++)
        {
            char c = _line[at + i];
            c = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
            if (c != word[i])
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsInWord(char c)
    {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }
}
