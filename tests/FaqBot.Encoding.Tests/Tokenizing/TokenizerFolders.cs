using FaqBot.Encoding.Tokenizing;
using FaqBot.Encoding.Tokenizing.Reading;

namespace FaqBot.Encoding.Tests.Tokenizing;

/// <summary>Folders that hold the tokenizer files of the shared material, as published models hold them.</summary>
internal static class TokenizerFolders
{
    /// <summary>Reads a tokenizer out of a new folder.</summary>
    /// <param name="files">Files of the shared material, by their path below <c>fixtures</c>.</param>
    /// <param name="config">Content of <c>tokenizer_config.json</c>, or null for none.</param>
    public static ModelTokenizer Read(string[] files, string? config = null)
    {
        using TemporaryFolder folder = new();
        foreach (string file in files)
        {
            File.Copy(Repository.SharedFile("fixtures", file), folder.File(Path.GetFileName(file)));
        }

        if (config is not null)
        {
            folder.Write("tokenizer_config.json", config);
        }

        return TokenizerFolder.Read(folder.Path);
    }

    /// <summary>Kinds of tokenizers for tests that hold for all.</summary>
    public static TheoryData<string> Kinds => ["Unigram", "SentencePiece", "WordPiece", "BytePair", "NFKC"];

    /// <summary>A tokenizer of a kind.</summary>
    /// <param name="kind">One of <see cref="Kinds"/>.</param>
    public static ModelTokenizer OfKind(string kind) => kind switch
    {
        "Unigram" => TokenizerFolder.Read(Repository.BundledModel),
        "SentencePiece" => Read(["models/tiny-xlm-roberta/sentencepiece.bpe.model"]),
        "WordPiece" => Read(["models/tiny-bert-zh/vocab.txt"]),
        "BytePair" => Read(["tokenizers/tiny-byte-bpe/tokenizer.json"]),
        _ => WithSteps(),
    };

    /// <summary>A tokenizer with many steps and many added tokens.</summary>
    private static ModelTokenizer WithSteps()
    {
        using TemporaryFolder folder = new();
        folder.Write("tokenizer.json", $$"""
            {
              "normalizer": {"type": "Sequence", "normalizers": [{"type": "Nmt"}, {"type": "NFKC"}, {"type": "Lowercase"}, {"type": "StripAccents"},
                {"type": "Replace", "pattern": {"Regex": "\\s+"}, "content": " "}, {"type": "Strip", "strip_left": true, "strip_right": true}]},
              "pre_tokenizer": {"type": "Sequence", "pretokenizers": [{"type": "Whitespace"}, {"type": "Digits", "individual_digits": true},
                {"type": "Punctuation"}, {"type": "Metaspace", "replacement": "▁", "prepend_scheme": "always"}]},
              "added_tokens": [{{string.Join(',', Enumerable.Range(0, 2_000).Select(i => $$"""{"id": {{i + 4}}, "content": "<s{{i}}>", "lstrip": true}"""))}},
                {"id": 2004, "content": "<s>", "rstrip": true, "lstrip": true}, {"id": 2005, "content": "<n>", "normalized": true, "single_word": true}],
              "model": {"type": "Unigram", "unk_id": 0, "vocab": [["<unk>", 0], ["▁", -2], ["a", -3], ["aa", -3.5]] }
            }
            """);
        return TokenizerFolder.Read(folder.Path);
    }

    /// <summary>Reads the tokenizer of a shared model folder as it stands.</summary>
    /// <param name="model">Name of the folder.</param>
    public static ModelTokenizer OfModel(string model) =>
        TokenizerFolder.Read(Path.GetDirectoryName(Repository.SharedFile("fixtures", "models", model, "config.json"))!);
}
