using System.Text.Json;
using FaqBot.Encoding.Json;
using FaqBot.Encoding.ModelFiles;
using FaqBot.Encoding.Tokenizing.Normalizing;

namespace FaqBot.Encoding.Tokenizing.Reading;

/// <summary>Reads a Hugging Face <c>tokenizer.json</c>.</summary>
internal static class TokenizerFile
{
    /// <summary>Name of the file.</summary>
    public const string Name = "tokenizer.json";

    /// <summary>Reads the file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="settings">What the files beside it say.</param>
    /// <param name="faults">Receives what is wrong.</param>
    /// <returns>The tokenizer, or null when something is wrong.</returns>
    public static ModelTokenizer? Read(string path, TokenizerSettings settings, FaultList faults)
    {
        using JsonDocument? document = faults.Read(Name, () => StrictJson.Parse(FileLimits.ReadAll(path, FileLimits.Tokenizer)));
        return document is null ? null : Read(new JsonPart(document.RootElement, ""), settings, faults);
    }

    private static ModelTokenizer? Read(JsonPart root, TokenizerSettings settings, FaultList faults)
    {
        if (!root.IsObject)
        {
            faults.Add(Name, root.Unexpected("an object").Message);
            return null;
        }

        // Each part on its own, so that all faults are told at once.
        SplitPart? splits = faults.Read(Name, () => SplitReader.Read(root.Find("pre_tokenizer")));
        ModelPart? model = faults.Read(Name, () => ModelReader.Read(root["model"], root.Find("decoder"), splits?.Blank ?? '\u2581'));
        IReadOnlyList<NormalizerStep>? normalizers = faults.Read(Name, () => NormalizerReader.Read(root.Find("normalizer"), settings));
        IReadOnlyList<AddedToken>? added =
            faults.Read(Name, () => AddedTokenReader.ReadList(root.Find("added_tokens"), model?.Tokens.Count ?? 0));
        Templates? templates = faults.Read(Name, () => Templates.Read(root.Find("post_processor")));
        int? limit = faults.Read(Name, () => MaxLength(root));
        if (model is null || normalizers is null || splits is null || added is null || templates is null)
        {
            return null;
        }

        if (model.IsByteLevel != splits.IsByteLevel)
        {
            faults.Add(Name, model.IsByteLevel
                ? "pre_tokenizer has no step of the type ByteLevel, expected one with a model of the type BPE"
                : "pre_tokenizer has a step of the type ByteLevel, expected a model of the type BPE with it");
            return null;
        }

        return faults.Read(Name, () =>
        {
            ModelTokenizer tokenizer = model.Make(new TokenizerSpecification
            {
                Folder = settings.Folder,
                Tokens = model.Tokens,
                AddedTokens = added,
                Normalizers = normalizers,
                Splits = splits.Steps,
                Single = templates.Single,
                Pair = templates.Pair,
                PaddingId = PaddingId(root, settings, added, model.Tokens),
                MaxLength = Least(limit, settings.MaxLength),
            });
            CheckIds(templates, tokenizer);
            return tokenizer;
        });
    }

    private static int? MaxLength(JsonPart root)
    {
        if (root.Find("truncation") is not { } truncation)
        {
            return null;
        }

        if (truncation.Find("direction") is { } direction && direction.Text() != "Right")
        {
            throw direction.Unexpected("Right");
        }

        int length = truncation["max_length"].Int();
        return length >= ModelFolder.FewestTokens
            ? length
            : throw new FormatException($"truncation.max_length is {length}, expected at least {ModelFolder.FewestTokens}");
    }

    private static int? Least(int? first, int? second) => first is null || second < first ? second : first;

    private static int PaddingId(JsonPart root, TokenizerSettings settings, IReadOnlyList<AddedToken> added, IReadOnlyList<string?> tokens)
    {
        if (settings.Token("pad_token") is { } named)
        {
            return added.FirstOrDefault(token => token.Content == named)?.Id
                ?? ModelPart.IdOf(tokens, named, "pad_token of tokenizer_config.json");
        }

        return root.Find("padding")?.Find("pad_id")?.Int() ?? added.FirstOrDefault(token => token.Content is "<pad>" or "[PAD]")?.Id ?? 0;
    }

    private static void CheckIds(Templates templates, ModelTokenizer tokenizer)
    {
        int size = tokenizer.VocabularySize;
        if (tokenizer.PaddingId < 0 || tokenizer.PaddingId >= size)
        {
            throw new FormatException($"padding.pad_id is {tokenizer.PaddingId}, expected 0 to {size - 1}");
        }

        foreach (TemplatePart part in templates.Single.Parts.Concat(templates.Pair.Parts))
        {
            if (part.Id < 0 || part.Id >= size)
            {
                throw new FormatException($"post_processor names the id {part.Id}, expected 0 to {size - 1}");
            }
        }
    }
}
