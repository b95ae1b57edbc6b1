namespace FaqBot.Encoding.Tokenizing.Texts;

/// <summary>Finds a text in exact case. Immutable and thread-safe.</summary>
internal sealed class LiteralPattern : TextPattern
{
    // Each place of a text may be compared with all of it.
    private const int Longest = 1_024;

    private readonly string _content;

    private LiteralPattern(string content)
    {
        _content = content;
    }

    /// <summary>Makes a pattern.</summary>
    /// <param name="content">The text, of whole characters; an empty one is found nowhere.</param>
    /// <param name="place">Where it stands.</param>
    /// <returns>The pattern.</returns>
    /// <exception cref="FormatException">It is too long.</exception>
    public static LiteralPattern Parse(string content, string place) => content.Length <= Longest
        ? new LiteralPattern(content)
        : throw new FormatException($"{place} has {content.Length} characters, expected at most {Longest}");

    /// <inheritdoc />
    public override void Find(ReadOnlySpan<char> text, int offset, Workspace workspace)
    {
        int step = 0;
        for (int at = 0; _content.Length > 0 && text[at..].IndexOf(_content, StringComparison.Ordinal) is >= 0 and int next;)
        {
            workspace.ThrowIfCancelled(step++);
            at += next;
            workspace.Matches.Add(new WordSpan(offset + at, offset + at + _content.Length));
            at += _content.Length;
        }
    }
}
