namespace NanoStack.Boards;

/// <summary>Every board there is, by number and by name.</summary>
/// <remarks>For tools and tests; an application makes its own board and nothing else.</remarks>
public static class BoardCatalog
{
    public const int Count = 17;

    /// <summary>A new board, 0 to Count - 1; null beyond.</summary>
    public static Board At(int index)
    {
        switch (index)
        {
            case 0: return new Wt32Eth01();
            case 1: return new OlimexEsp32Poe();
            case 2: return new OlimexEsp32Poe(true);
            case 3: return new OlimexEsp32PoeIso();
            case 4: return new OlimexEsp32PoeIso(true);
            case 5: return new OlimexEsp32Gateway();
            case 6: return new OlimexEsp32Evb();
            case 7: return new LilyGoTInternetPoe();
            case 8: return new LilyGoTPoePro();
            case 9: return new LilyGoTEthLite();
            case 10: return new Esp32EthernetKit();
            case 11: return new M5StackPoesp32();
            case 12: return new Wesp32();
            case 13: return new Wesp32(true);
            case 14: return new KinConyKc868();
            case 15: return new QuinLedEthernet();
            case 16: return new GenericLan8720();
            default: return null;
        }
    }

    /// <summary>One of each.</summary>
    public static Board[] All()
    {
        Board[] boards = new Board[Count];
        for (int i = 0; i < Count; i++)
        {
            boards[i] = At(i);
        }

        return boards;
    }

    /// <summary>The board of a name as it stands on it; small and capital letters, blanks and
    /// punctuation make no difference. Null when there is none.</summary>
    public static Board ByName(string name)
    {
        string key = KeyOf(name);
        for (int i = 0; i < Count; i++)
        {
            Board board = At(i);
            if (KeyOf(board.Name) == key)
            {
                return board;
            }
        }

        return null;
    }

    /// <summary>The letters and digits of a name, small.</summary>
    private static string KeyOf(string name)
    {
        char[] key = new char[name.Length];
        int length = 0;
        for (int i = 0; i < name.Length; i++)
        {
            char c = name[i];
            if (c >= 'A' && c <= 'Z')
            {
                c = (char)(c - 'A' + 'a');
            }

            if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
            {
                key[length++] = c;
            }
        }

        return new string(key, 0, length);
    }
}
