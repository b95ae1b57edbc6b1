namespace FaqBot.Encoding.Tokenizing;

/// <summary>How much the files of a tokenizer may hold: what the work on a text, and the memory of the tokenizer, grow with.</summary>
internal static class TokenizerLimits
{
    /// <summary>Most normalising steps, and most splitting steps.</summary>
    public const int Steps = 64;

    /// <summary>Most pieces of a vocabulary. The largest in use have a million.</summary>
    public const int Pieces = 1 << 21;

    /// <summary>Most characters of a piece or of an added token: at each place of a text that many may be looked at.</summary>
    public const int PieceLength = 512;

    /// <summary>Most characters of all pieces, each of which takes about 32 bytes of memory.</summary>
    public const int Characters = 1 << 24;

    /// <summary>Most merges of byte pairs.</summary>
    public const int Merges = 1 << 21;

    /// <summary>Most added tokens.</summary>
    public const int AddedTokens = 1 << 16;

    /// <summary>Most characters of all added tokens, as they are looked for.</summary>
    public const int AddedCharacters = 1 << 22;

    /// <summary>Most special tokens around a text or a pair.</summary>
    public const int SpecialTokens = 64;

    /// <summary>Says that a part has too many steps.</summary>
    /// <param name="place">Where it stands.</param>
    /// <returns>The exception to throw.</returns>
    public static FormatException TooManySteps(string place) =>
        new($"{place} has more than {Steps} steps, expected at most as many; take another model");

    /// <summary>Refuses a vocabulary that is too large.</summary>
    /// <param name="pieces">The pieces by id; null where there is none.</param>
    /// <param name="place">Where they stand; empty for the whole file.</param>
    /// <exception cref="FormatException">There are too many pieces, or one is too long.</exception>
    public static void RequireVocabulary(IReadOnlyList<string?> pieces, string place)
    {
        string where = place.Length == 0 ? "the file" : place;
        RequirePieces(pieces.Count, where);
        long characters = 0;
        for (int id = 0; id < pieces.Count; id++)
        {
            int length = pieces[id]?.Length ?? 0;
            characters += length;
            if (length > PieceLength)
            {
                throw new FormatException(
                    $"{where} has a piece of {length} characters with the id {id}, expected at most {PieceLength}; take another model");
            }
        }

        if (characters > Characters)
        {
            throw new FormatException(
                $"{where} has pieces of {characters} characters together, expected at most {Characters}; take another model");
        }
    }

    /// <summary>Refuses too many merges.</summary>
    /// <param name="count">How many there are.</param>
    /// <param name="place">Where they stand.</param>
    /// <exception cref="FormatException">There are too many.</exception>
    public static void RequireMerges(int count, string place)
    {
        if (count > Merges)
        {
            throw new FormatException($"{place} has more than {Merges} merges, expected at most as many; take another model");
        }
    }

    /// <summary>Refuses too many pieces before they are read.</summary>
    /// <param name="count">How many there are.</param>
    /// <param name="place">Where they stand.</param>
    /// <exception cref="FormatException">There are too many.</exception>
    public static void RequirePieces(int count, string place)
    {
        if (count > Pieces)
        {
            throw new FormatException($"{place} has {count} pieces, expected at most {Pieces}; take another model");
        }
    }
}
