namespace FaqBot.Encoding.Tokenizing;

/// <summary>All added tokens of a tokenizer. Immutable and thread-safe.</summary>
internal sealed class AddedTokens
{
    private readonly Dictionary<int, AddedToken> _byId;

    // Normalised tokens may be longer than those that the files hold.
    private int _characters;

    /// <summary>Prepares the searches.</summary>
    /// <param name="tokens">The tokens; the last of equal ids wins.</param>
    /// <param name="normalize">How the tokenizer normalises a text; tokens that are looked for in normalised texts go through it.</param>
    public AddedTokens(IReadOnlyList<AddedToken> tokens, Func<string, string> normalize)
    {
        _byId = [];
        foreach (AddedToken token in tokens)
        {
            _byId[token.Id] = token;
        }

        Raw = Search(tokens.Where(token => !token.IsNormalized));
        Normalized = Search(tokens.Where(token => token.IsNormalized).Select(token => Normal(token, normalize)));
    }

    /// <summary>Finds those that stand in raw text, or null without any.</summary>
    public AddedTokenSearch? Raw { get; }

    /// <summary>Finds those that stand in normalised text, or null without any.</summary>
    public AddedTokenSearch? Normalized { get; }

    /// <summary>The added token of an id.</summary>
    /// <param name="id">The id.</param>
    /// <returns>The token, or null when the id is a piece of the model.</returns>
    public AddedToken? Find(int id) => _byId.GetValueOrDefault(id);

    /// <summary>Whether decoding leaves an id out.</summary>
    /// <param name="id">The id.</param>
    /// <returns>Whether it is special.</returns>
    public bool IsSpecial(int id) => _byId.TryGetValue(id, out AddedToken? token) && token.IsSpecial;

    private AddedToken Normal(AddedToken token, Func<string, string> normalize)
    {
        string content = normalize(token.Content);
        _characters += content.Length;
        return _characters > TokenizerLimits.AddedCharacters
            ? throw new FormatException(
                $"added tokens become texts of more than {TokenizerLimits.AddedCharacters} characters, expected at most as many; "
                + "take another model")
            : content.Length > 0 ? token with { Content = content } : token;
    }

    private static AddedTokenSearch? Search(IEnumerable<AddedToken> tokens)
    {
        AddedToken[] list = [.. tokens];
        return list.Length == 0 ? null : new AddedTokenSearch(list);
    }
}
