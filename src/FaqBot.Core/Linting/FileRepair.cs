using System.Text.Encodings.Web;
using System.Text.Json;

namespace FaqBot.Core.Linting;

/// <summary>Mends in a knowledge file what is certain: blanks around questions, and alternates that repeat a question of their entry
/// letter by letter.</summary>
/// <remarks>All else stays byte by byte as it is, order, indentation and comments included.</remarks>
public static class FileRepair
{
    private static readonly JsonReaderOptions Syntax = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Mends a file; the target appears whole or not at all.</summary>
    /// <param name="source">The file.</param>
    /// <param name="target">Where the mended one goes; may be the same.</param>
    /// <returns>A line for each change in the order of the file.</returns>
    /// <exception cref="InvalidDataException">The file is not valid JSON; nothing was written.</exception>
    /// <exception cref="IOException">A file cannot be read or written.</exception>
    public static IReadOnlyList<string> MendFile(string source, string target)
    {
        try
        {
            (byte[] mended, IReadOnlyList<string> changes) = Mend(File.ReadAllBytes(source));
            string aside = target + ".new";
            File.WriteAllBytes(aside, mended);
            File.Move(aside, target, overwrite: true);
            return changes;
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"{source}: not valid JSON ({exception.Message.TrimEnd('.')}); nothing was changed", exception);
        }
    }

    /// <summary>Mends a document.</summary>
    /// <param name="utf8">The document.</param>
    /// <returns>The mended document, and a line for each change in the order of the file.</returns>
    /// <exception cref="JsonException">The document is not valid JSON.</exception>
    public static (byte[] Utf8, IReadOnlyList<string> Changes) Mend(ReadOnlySpan<byte> utf8)
    {
        List<Edit> edits = [];
        ReadOnlySpan<byte> mark = [0xEF, 0xBB, 0xBF];
        int offset = utf8.StartsWith(mark) ? mark.Length : 0;
        Utf8JsonReader reader = new(utf8[offset..], Syntax);
        Entry? entry = null;
        string member = "", list = "";
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    (list, member) = reader.CurrentDepth switch
                    {
                        1 => (reader.GetString()!, ""),
                        3 => (list, reader.GetString()!),
                        _ => (list, member),
                    };
                    break;
                case JsonTokenType.StartObject when reader.CurrentDepth == 2 && list == "entries":
                    entry = new Entry();
                    break;
                case JsonTokenType.EndObject when reader.CurrentDepth == 2 && entry is not null:
                    edits.AddRange(entry.Edits());
                    entry = null;
                    break;
                case JsonTokenType.String when entry is not null && reader.CurrentDepth == 3 && member is "id" or "question":
                    entry?.Set(member, TokenOf(ref reader, offset));
                    break;
                case JsonTokenType.String when entry is not null && reader.CurrentDepth == 4 && member == "alternates":
                    entry.Alternates.Add(TokenOf(ref reader, offset));
                    break;
            }
        }

        edits.Sort((a, b) => a.Start.CompareTo(b.Start));
        using MemoryStream mended = new(utf8.Length);
        int done = 0;
        foreach (Edit edit in edits)
        {
            mended.Write(utf8[done..edit.Start]);
            mended.Write(System.Text.Encoding.UTF8.GetBytes(edit.Replacement));
            done = edit.End;
        }

        mended.Write(utf8[done..]);
        return (mended.ToArray(), [.. edits.SelectMany(edit => edit.Changes)]);
    }

    private static Token TokenOf(ref Utf8JsonReader reader, int offset) =>
        new((int)reader.TokenStartIndex + offset, (int)reader.BytesConsumed + offset, reader.GetString()!);

    private sealed record Token(int Start, int End, string Text);

    private sealed record Edit(int Start, int End, string Replacement, string[] Changes);

    private sealed class Entry
    {
        private string _id = "";
        private Token? _question;

        public List<Token> Alternates { get; } = [];

        public void Set(string member, Token token)
        {
            if (member == "id")
            {
                _id = token.Text;
            }
            else
            {
                _question = token;
            }
        }

        public IEnumerable<Edit> Edits()
        {
            HashSet<string> seen = new(StringComparer.Ordinal);
            if (_question is { } question)
            {
                seen.Add(question.Text.Trim());
            }

            bool[] repeats = [.. Alternates.Select(alternate => !seen.Add(alternate.Text.Trim()))];
            int kept = Array.IndexOf(repeats, false);
            for (int i = 0; i < repeats.Length; i++)
            {
                if (repeats[i] && (kept < 0 || i < kept))
                {
                    // Nothing stays before them: the comma behind goes too.
                    int end = kept < 0 ? repeats.Length : kept;
                    yield return new Edit(
                        Alternates[i].Start, kept < 0
                            ? Alternates[^1].End : Alternates[kept].Start, "", [.. Alternates[i..end].Select(Removal)]);
                    i = end - 1;
                }
                else if (repeats[i])
                {
                    yield return new Edit(Alternates[i - 1].End, Alternates[i].End, "", [Removal(Alternates[i])]);
                }
            }

            foreach (Token token in Alternates.Where((_, i) => !repeats[i]).Concat(_question is null ? [] : [_question]))
            {
                string trimmed = token.Text.Trim();
                if (trimmed.Length > 0 && trimmed != token.Text)
                {
                    yield return new Edit(token.Start, token.End, JsonSerializer.Serialize(trimmed, Plain),
                        [$"entry '{_id}': blanks around '{trimmed}' were taken away"]);
                }
            }
        }

        private string Removal(Token token) => $"entry '{_id}': '{token.Text.Trim()}' was repeated; one is kept";
    }
}
