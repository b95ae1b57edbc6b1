namespace FaqBot.Encoding.Tokenizing.Reading;

/// <summary>Reads added tokens.</summary>
internal static class AddedTokenReader
{
    // Models leave holes for as many tokens at most; an id far beyond is a damaged one.
    private const int MostBeyond = 1 << 20;

    /// <summary>Reads the <c>added_tokens</c> of a tokenizer.json.</summary>
    /// <param name="part">The member, or null when there is none.</param>
    /// <param name="pieces">How many ids the model has.</param>
    /// <returns>The tokens.</returns>
    /// <exception cref="FormatException">A token is broken.</exception>
    public static IReadOnlyList<AddedToken> ReadList(JsonPart? part, int pieces) => part is { } list
        ? [.. list.Items().Select(token => Read(token, Checked(token["id"], token["id"].Int(), pieces)))]
        : [];

    /// <summary>Reads the <c>added_tokens_decoder</c> of a tokenizer_config.json.</summary>
    /// <param name="part">The member: tokens by id.</param>
    /// <returns>The tokens.</returns>
    /// <exception cref="FormatException">A token is broken.</exception>
    public static IEnumerable<AddedToken> ReadById(JsonPart part)
    {
        foreach (System.Text.Json.JsonProperty member in part.Members())
        {
            JsonPart token = new(member.Value, $"{part.Path}.{member.Name}");
            yield return int.TryParse(member.Name, System.Globalization.CultureInfo.InvariantCulture, out int id)
                ? Read(token, Checked(token, id, 0))
                : throw new FormatException($"{part.Path} names the id '{member.Name}', expected a whole number");
        }
    }

    private static int Checked(JsonPart part, int id, int pieces) => id >= 0 && id < pieces + MostBeyond
        ? id
        : throw new FormatException($"{part.Path} is {id}, expected 0 to {pieces + MostBeyond - 1}");

    private static AddedToken Read(JsonPart token, int id)
    {
        bool isSpecial = token.Find("special")?.Flag() ?? true;
        return new AddedToken(id, token["content"].Text() is { Length: > 0 } content
            ? content : throw token["content"].Unexpected("a text"))
        {
            EatsLeft = token.Find("lstrip")?.Flag() ?? false,
            EatsRight = token.Find("rstrip")?.Flag() ?? false,
            IsWholeWord = token.Find("single_word")?.Flag() ?? false,
            IsNormalized = token.Find("normalized")?.Flag() ?? !isSpecial,
            IsSpecial = isSpecial,
        };
    }
}
