using System.Text.Json;

namespace FaqBot.Encoding.Tokenizing;

/// <summary>Reads a Hugging Face <c>tokenizer.json</c> that describes a SentencePiece Unigram tokenizer.</summary>
internal static class TokenizerFile
{
    /// <summary>Reads the file.</summary>
    /// <param name="utf8">Its content.</param>
    /// <returns>What it says.</returns>
    /// <exception cref="FormatException">The file is broken or describes another kind of tokenizer.</exception>
    public static UnigramSpecification Read(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(utf8);
            return Read(document.RootElement);
        }
        catch (JsonException exception)
        {
            throw new FormatException($"it is not valid JSON: {exception.Message}", exception);
        }
        catch (Exception exception) when (exception is KeyNotFoundException or InvalidOperationException)
        {
            throw new FormatException($"a member is missing or of the wrong kind: {exception.Message}", exception);
        }
    }

    private static UnigramSpecification Read(JsonElement root)
    {
        JsonElement model = root.GetProperty("model");
        Expect(model, "model.type", "Unigram");
        if (model.TryGetProperty("byte_fallback", out JsonElement fallback) && fallback.GetBoolean())
        {
            throw new FormatException("model.byte_fallback is true, which this tokenizer does not do");
        }

        JsonElement vocabulary = model.GetProperty("vocab");
        string[] pieces = new string[vocabulary.GetArrayLength()];
        double[] scores = new double[pieces.Length];
        int id = 0;
        foreach (JsonElement entry in vocabulary.EnumerateArray())
        {
            pieces[id] = entry.GetArrayLength() != 2
                ? throw new FormatException($"model.vocab[{id}] has {entry.GetArrayLength()} items, expected a piece and its score")
                : entry[0].GetString() is { Length: > 0 } piece
                ? piece
                : throw new FormatException($"model.vocab[{id}] has no text");
            scores[id++] = entry[1].GetDouble();
        }

        List<AddedToken> added = [.. root.GetProperty("added_tokens").EnumerateArray().Select(ReadAddedToken)];
        int unknown = model.GetProperty("unk_id").GetInt32();
        if (pieces.Length == 0 || unknown < 0 || unknown >= pieces.Length)
        {
            throw new FormatException($"model.unk_id is {unknown}, but model.vocab has {pieces.Length} pieces");
        }

        (int[] prefix, int[] suffix) = ReadTemplate(root.GetProperty("post_processor"));
        Normalization normalization = ReadNormalization(root.GetProperty("normalizer"));
        JsonElement metaspace = root.GetProperty("pre_tokenizer");
        Expect(metaspace, "pre_tokenizer.type", "Metaspace");
        return new UnigramSpecification
        {
            Pieces = pieces,
            Scores = scores,
            UnknownId = unknown,
            PaddingId = added.Find(token => token.Content == "<pad>")?.Id ?? 0,
            AddedTokens = added,
            PrefixIds = prefix,
            SuffixIds = suffix,
            CharsMap = normalization.CharsMap,
            StripLeft = normalization.StripLeft,
            StripRight = normalization.StripRight,
            CollapseBlanks = normalization.CollapseBlanks,
            PrependBlank = metaspace.GetProperty("prepend_scheme").GetString() == "always",
            SplitWords = !metaspace.TryGetProperty("split", out JsonElement split) || split.GetBoolean(),
            MaxLength = ReadMaxLength(root),
        };
    }

    private static int? ReadMaxLength(JsonElement root)
    {
        if (!root.TryGetProperty("truncation", out JsonElement truncation) || truncation.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        int length = truncation.GetProperty("max_length").GetInt32();
        return length >= ModelFolder.FewestTokens
            ? length
            : throw new FormatException($"truncation.max_length is {length}, expected at least {ModelFolder.FewestTokens}");
    }

    private static AddedToken ReadAddedToken(JsonElement token) => new(
        token.GetProperty("id").GetInt32(),
        token.GetProperty("content").GetString() is { Length: > 0 } content
            ? content
            : throw new FormatException("an added token has no content"),
        token.GetProperty("lstrip").GetBoolean(),
        token.GetProperty("rstrip").GetBoolean());

    private static Normalization ReadNormalization(JsonElement normalizer)
    {
        Normalization result = new();
        foreach (JsonElement step in Steps(normalizer))
        {
            switch (step.GetProperty("type").GetString())
            {
                case "Precompiled":
                    result = result with { CharsMap = PrecompiledCharsMap.Read(step.GetProperty("precompiled_charsmap").GetBytesFromBase64()) };
                    break;
                case "Strip":
                    result = result with
                    {
                        StripLeft = step.GetProperty("strip_left").GetBoolean(),
                        StripRight = step.GetProperty("strip_right").GetBoolean(),
                    };
                    break;
                case "Replace" when step.GetProperty("pattern").TryGetProperty("Regex", out JsonElement pattern)
                    && pattern.GetString() == " {2,}" && step.GetProperty("content").GetString() == " ":
                    result = result with { CollapseBlanks = true };
                    break;
                default:
                    throw new FormatException($"the normalizer step {step.GetRawText()} is not one that this tokenizer does");
            }
        }

        return result;
    }

    private static IEnumerable<JsonElement> Steps(JsonElement normalizer) => normalizer.ValueKind switch
    {
        JsonValueKind.Null => [],
        JsonValueKind.Object when normalizer.GetProperty("type").GetString() == "Sequence" =>
            normalizer.GetProperty("normalizers").EnumerateArray(),
        _ => [normalizer],
    };

    private static (int[] Prefix, int[] Suffix) ReadTemplate(JsonElement processor)
    {
        if (processor.ValueKind == JsonValueKind.Null)
        {
            return ([], []);
        }

        Expect(processor, "post_processor.type", "TemplateProcessing");
        JsonElement specials = processor.GetProperty("special_tokens");
        List<int> prefix = [], suffix = [];
        bool seen = false;
        foreach (JsonElement part in processor.GetProperty("single").EnumerateArray())
        {
            if (part.TryGetProperty("SpecialToken", out JsonElement special))
            {
                (seen ? suffix : prefix).AddRange(specials.GetProperty(special.GetProperty("id").GetString()!)
                    .GetProperty("ids").EnumerateArray().Select(id => id.GetInt32()));
            }
            else
            {
                seen = true;
            }
        }

        return ([.. prefix], [.. suffix]);
    }

    private static void Expect(JsonElement element, string what, string expected)
    {
        string? found = element.GetProperty("type").GetString();
        if (found != expected)
        {
            throw new FormatException($"{what} is '{found}', expected '{expected}'");
        }
    }

    private sealed record Normalization
    {
        public PrecompiledCharsMap? CharsMap { get; init; }

        public bool StripLeft { get; init; }

        public bool StripRight { get; init; }

        public bool CollapseBlanks { get; init; }
    }
}
