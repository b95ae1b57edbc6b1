namespace FaqBot.Encoding.Tokenizing.Reading;

/// <summary>A model with its vocabulary, ready to become a tokenizer.</summary>
/// <param name="Tokens">Text of each id; null where there is none.</param>
/// <param name="IsByteLevel">Whether the vocabulary spells bytes.</param>
/// <param name="Make">Makes the tokenizer out of the rest.</param>
internal sealed record ModelPart(IReadOnlyList<string?> Tokens, bool IsByteLevel, Func<TokenizerSpecification, ModelTokenizer> Make)
{
    // Models leave holes for as many tokens at most; an id far beyond is a damaged one.
    private const int MostHoles = 1 << 16;

    /// <summary>Reads a vocabulary of pieces and their ids.</summary>
    /// <param name="vocabulary">The object.</param>
    /// <returns>The pieces by id.</returns>
    /// <exception cref="FormatException">It is empty, an id is out of range, or two pieces have one.</exception>
    public static IReadOnlyList<string?> PiecesById(JsonPart vocabulary)
    {
        int count = 0, highest = -1;
        TokenizerLimits.RequirePieces(vocabulary.IsObject ? vocabulary.Element.GetPropertyCount() : 0, NameOf(vocabulary));
        foreach (System.Text.Json.JsonProperty member in vocabulary.Members())
        {
            count++;
            highest = Math.Max(highest, new JsonPart(member.Value, $"{vocabulary.Path}['{member.Name}']").Int());
        }

        if (count == 0)
        {
            throw new FormatException($"{NameOf(vocabulary)} has no pieces");
        }

        string?[] pieces = new string?[Math.Min(highest, count + MostHoles) + 1];
        foreach (System.Text.Json.JsonProperty member in vocabulary.Members())
        {
            int id = member.Value.GetInt32();
            if (id < 0 || id >= count + MostHoles)
            {
                throw new FormatException($"{NameOf(vocabulary)} gives '{member.Name}' the id {id}, expected 0 to {count - 1}");
            }

            pieces[id] = pieces[id] is not { } other
                ? member.Name
                : throw new FormatException(
                    $"{NameOf(vocabulary)} gives the id {id} to '{other}' and to '{member.Name}', expected one piece an id");
        }

        TokenizerLimits.RequireVocabulary(pieces, vocabulary.Path);
        return pieces;
    }

    /// <summary>Finds a piece that must be there.</summary>
    /// <param name="pieces">The pieces by id.</param>
    /// <param name="piece">The piece.</param>
    /// <param name="role">What names it, such as <c>model.unk_token</c>.</param>
    /// <returns>Its id.</returns>
    /// <exception cref="FormatException">It is not there.</exception>
    public static int IdOf(IReadOnlyList<string?> pieces, string piece, string role)
    {
        for (int id = 0; id < pieces.Count; id++)
        {
            if (pieces[id] == piece)
            {
                return id;
            }
        }

        throw new FormatException($"{role} is '{piece}', which the vocabulary lacks");
    }

    private static string NameOf(JsonPart vocabulary) => vocabulary.Path.Length == 0 ? "the file" : vocabulary.Path;
}
