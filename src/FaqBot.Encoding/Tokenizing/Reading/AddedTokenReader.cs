namespace FaqBot.Encoding.Tokenizing.Reading;

/// <summary>Reads added tokens.</summary>
internal static class AddedTokenReader
{
    // Models leave holes for as many tokens at most; an id far beyond is a damaged one.
    private const int MostBeyond = 1 << 20;

    private const int Most = TokenizerLimits.AddedTokens;

    /// <summary>Reads the <c>added_tokens</c> of a tokenizer.json.</summary>
    /// <param name="part">The member, or null when there is none.</param>
    /// <param name="pieces">How many ids the model has.</param>
    /// <returns>The tokens.</returns>
    /// <exception cref="FormatException">A token is broken.</exception>
    public static IReadOnlyList<AddedToken> ReadList(JsonPart? part, int pieces) => part is { } list
        ? Few([.. list.Items().Take(Most + 1).Select(token => Read(token, Checked(token["id"], token["id"].Int(), pieces)))], list)
        : [];

    /// <summary>Reads the <c>added_tokens_decoder</c> of a tokenizer_config.json.</summary>
    /// <param name="part">The member: tokens by id.</param>
    /// <returns>The tokens.</returns>
    /// <exception cref="FormatException">A token is broken.</exception>
    public static List<AddedToken> ReadById(JsonPart part)
    {
        List<AddedToken> tokens = [];
        foreach (System.Text.Json.JsonProperty member in part.Members().Take(Most + 1))
        {
            JsonPart token = new(member.Value, $"{part.Path}.{member.Name}");
            tokens.Add(int.TryParse(member.Name, System.Globalization.CultureInfo.InvariantCulture, out int id)
                ? Read(token, Checked(token, id, 0))
                : throw new FormatException($"{part.Path} names the id '{member.Name}', expected a whole number"));
        }

        return Few(tokens, part);
    }

    /// <summary>Reads an <c>added_tokens.json</c>.</summary>
    /// <param name="file">The file: ids by the texts of the tokens.</param>
    /// <returns>The tokens.</returns>
    /// <exception cref="FormatException">A token is broken.</exception>
    public static List<AddedToken> ReadIds(JsonPart file)
    {
        List<AddedToken> tokens = [];
        foreach (System.Text.Json.JsonProperty member in file.Members().Take(Most + 1))
        {
            JsonPart id = new(member.Value, member.Name);
            tokens.Add(new AddedToken(Checked(id, id.Int(), 0), Content(id, member.Name)));
        }

        return Few(tokens, file);
    }

    private static List<AddedToken> Few(List<AddedToken> tokens, JsonPart list) => tokens.Count <= Most
        ? tokens
        : throw new FormatException(
            $"{(list.Path.Length == 0 ? "the file" : list.Path)} has more than {Most} tokens, expected at most as many; take another "
                + $"model");

    private static string Content(JsonPart part, string content) => content.Length is > 0 and <= TokenizerLimits.PieceLength
        ? content
        : throw part.Unexpected($"a text of 1 to {TokenizerLimits.PieceLength} characters");

    private static int Checked(JsonPart part, int id, int pieces) => id >= 0 && id < pieces + MostBeyond
        ? id
        : throw new FormatException($"{part.Path} is {id}, expected 0 to {pieces + MostBeyond - 1}");

    private static AddedToken Read(JsonPart token, int id)
    {
        bool isSpecial = token.Find("special")?.Flag() ?? true;
        return new AddedToken(id, Content(token["content"], token["content"].Text()))
        {
            EatsLeft = token.Find("lstrip")?.Flag() ?? false,
            EatsRight = token.Find("rstrip")?.Flag() ?? false,
            IsWholeWord = token.Find("single_word")?.Flag() ?? false,
            IsNormalized = token.Find("normalized")?.Flag() ?? !isSpecial,
            IsSpecial = isSpecial,
        };
    }
}
