using System.Text.Json;

namespace FaqBot.Encoding.Tokenizing.Reading;

/// <summary>Reads the <c>model</c> of a tokenizer.json.</summary>
internal static class ModelReader
{
    private const double UnknownPenalty = 10;

    /// <summary>Reads a model.</summary>
    /// <param name="model">The member.</param>
    /// <param name="decoder">How ids become text again, or null.</param>
    /// <param name="blank">How pieces write a blank.</param>
    /// <returns>The model.</returns>
    /// <exception cref="FormatException">It is broken or of an unknown kind.</exception>
    public static ModelPart Read(JsonPart model, JsonPart? decoder, char blank) => TypeOf(model) switch
    {
        "Unigram" => Unigram(model, blank),
        "WordPiece" => WordPiece(model, decoder),
        "BPE" => BytePair(model),
        var unknown => throw new FormatException($"{model.Path}.type is '{unknown}', expected BPE, Unigram or WordPiece"),
    };

    /// <summary>Makes a WordPiece model.</summary>
    /// <param name="pieces">The pieces by id.</param>
    /// <param name="unknownId">Id of a word that they do not cover.</param>
    /// <param name="prefix">What pieces start with that do not start a word.</param>
    /// <param name="mostRunes">Code points of a word; a longer one is unknown.</param>
    /// <param name="tidies">Whether decoding leaves out the blank before a closing punctuation character.</param>
    /// <returns>The model.</returns>
    /// <exception cref="FormatException">Two pieces are equal.</exception>
    public static ModelPart WordPiece(IReadOnlyList<string?> pieces, int unknownId, string prefix, int mostRunes, bool tidies)
    {
        WordPieceModel model = new(pieces, unknownId, prefix, mostRunes);
        return new ModelPart(pieces, IsByteLevel: false, rest => new WordPieceTokenizer(rest, model, prefix, tidies));
    }

    /// <summary>Makes a byte-level BPE model.</summary>
    /// <param name="pieces">The pieces by id.</param>
    /// <param name="model">The model.</param>
    /// <returns>The model.</returns>
    public static ModelPart BytePair(IReadOnlyList<string?> pieces, BytePairModel model) =>
        new(pieces, IsByteLevel: true, rest => new BytePairTokenizer(rest, model));

    // Files of the first versions do not name it.
    private static string TypeOf(JsonPart model) =>
        model.Find("type")?.Text() ?? (model.Find("merges") is not null ? "BPE" : model["vocab"].IsArray ? "Unigram" : "WordPiece");

    private static ModelPart WordPiece(JsonPart model, JsonPart? decoder)
    {
        IReadOnlyList<string?> pieces = ModelPart.PiecesById(model["vocab"]);
        return WordPiece(
            pieces,
            ModelPart.IdOf(pieces, model["unk_token"].Text(), $"{model.Path}.unk_token"),
            model.Find("continuing_subword_prefix")?.Text() ?? "##",
            model.Find("max_input_chars_per_word")?.Int() ?? 100,
            decoder?.Find("cleanup")?.Flag() ?? true);
    }

    private static ModelPart BytePair(JsonPart model)
    {
        foreach (string name in (string[])["continuing_subword_prefix", "end_of_word_suffix"])
        {
            if (model.Find(name) is { } affix && affix.Text().Length > 0)
            {
                throw affix.Unexpected("none");
            }
        }

        if (model.Find("dropout") is { } dropout && dropout.Number() != 0)
        {
            throw dropout.Unexpected("none");
        }

        IReadOnlyList<string?> pieces = ModelPart.PiecesById(model["vocab"]);
        int? unknown = model.Find("unk_token") is { } token ? ModelPart.IdOf(pieces, token.Text(), token.Path) : null;
        (string, string)[] merges = [.. model["merges"].Items().Take(TokenizerLimits.Merges + 1).Select(Merge)];
        TokenizerLimits.RequireMerges(merges.Length, model["merges"].Path);
        return BytePair(pieces, new BytePairModel(pieces, merges, unknown, model.Find("ignore_merges")?.Flag() ?? false));
    }

    private static (string Left, string Right) Merge(JsonPart merge)
    {
        string[] parts = merge.IsArray ? [.. merge.Items().Take(3).Select(part => part.Text())] : merge.Text().Split(' ', 3);
        return parts is [{ Length: > 0 } left, { Length: > 0 } right] ? (left, right) : throw merge.Unexpected("two pieces");
    }

    private static ModelPart Unigram(JsonPart model, char blank)
    {
        JsonPart vocabulary = model["vocab"];
        if (!vocabulary.IsArray)
        {
            throw vocabulary.Unexpected("an array");
        }

        TokenizerLimits.RequirePieces(vocabulary.Element.GetArrayLength(), vocabulary.Path);
        string[] pieces = new string[vocabulary.Element.GetArrayLength()];
        double[] scores = new double[pieces.Length];
        if (pieces.Length == 0)
        {
            throw new FormatException($"{vocabulary.Path} has no pieces");
        }

        int id = 0;
        foreach (JsonElement entry in vocabulary.Element.EnumerateArray())
        {
            (pieces[id], scores[id]) = Piece(entry, vocabulary.Path, id);
            id++;
        }

        TokenizerLimits.RequireVocabulary(pieces, vocabulary.Path);
        int unknown = model["unk_id"].Int();
        UnigramVocabulary content = new()
        {
            Tokens = pieces,
            Scores = scores,
            UnknownId = unknown >= 0 && unknown < pieces.Length
                ? unknown
                : throw new FormatException($"{model.Path}.unk_id is {unknown}, but {vocabulary.Path} has {pieces.Length} pieces"),
            UnknownScore = scores.Min() - UnknownPenalty,
            ByteIds = model.Find("byte_fallback")?.Flag() == true ? ByteIds(pieces) : null,
        };
        return new ModelPart(pieces, IsByteLevel: false, rest => new UnigramTokenizer(rest, content, blank));
    }

    private static (string Piece, double Score) Piece(JsonElement entry, string path, int id)
    {
        // A quarter of a million of them: the path is put together for a fault only.
        if (entry.ValueKind == JsonValueKind.Array && entry.GetArrayLength() == 2
            && entry[0] is { ValueKind: JsonValueKind.String } first && first.GetString() is { Length: > 0 } piece
            && entry[1] is { ValueKind: JsonValueKind.Number } second && second.TryGetDouble(out double score) && double.IsFinite(score))
        {
            return (piece, score);
        }

        string raw = entry.GetRawText();
        throw new FormatException(
            $"{path}[{id}] is {(raw.Length <= 80 ? raw : raw[..77] + "...")}, expected a piece and its score");
    }

    private static int[] ByteIds(string[] pieces)
    {
        ILookup<string, int> ids = pieces.Select((piece, id) => (Piece: piece, Id: id))
            .Where(entry => entry.Piece.StartsWith("<0x", StringComparison.Ordinal))
            .ToLookup(entry => entry.Piece, entry => entry.Id, StringComparer.Ordinal);
        return [.. Enumerable.Range(0, 256).Select(value => ids[$"<0x{value:X2}>"] is var found && found.Any()
            ? found.Last()
            : throw new FormatException($"model.byte_fallback is true, but model.vocab lacks '<0x{value:X2}>'"))];
    }
}
