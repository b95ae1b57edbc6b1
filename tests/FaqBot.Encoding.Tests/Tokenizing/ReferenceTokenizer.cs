using System.Text.Json.Nodes;
using FaqBot.Encoding.Tokenizing;
using FaqBot.Encoding.Tokenizing.Reading;
using Tokenizers.DotNet;

namespace FaqBot.Encoding.Tests.Tokenizing;

/// <summary>A <c>tokenizer.json</c>, read by the reference implementation, which is Hugging Face's own native code, and by ours.</summary>
internal sealed class ReferenceTokenizer : IDisposable
{
    private readonly Tokenizer _reference;
    private readonly ModelTokenizer _ours;
    private int[] _room = new int[1024];

    private ReferenceTokenizer(JsonNode file)
    {
        // Texts are compared whole.
        file["truncation"] = null;
        file["padding"] = null;
        using TemporaryFolder folder = new();
        folder.Write("tokenizer.json", file.ToJsonString());
        _reference = new Tokenizer(folder.File("tokenizer.json"));
        _ours = TokenizerFolder.Read(folder.Path);
    }

    /// <summary>Every kind of tokenizer that models come with.</summary>
    public static TheoryData<string> Kinds =>
    [
        "bundled model", "WordPiece, uncased", "WordPiece, Chinese", "WordPiece, cased", "WordPiece, accents kept", "Unigram", "byte BPE",
    ];

    /// <summary>Reads a file.</summary>
    /// <param name="kind">One of <see cref="Kinds"/>.</param>
    /// <returns>It, read by both.</returns>
    public static ReferenceTokenizer OfKind(string kind) => new(kind switch
    {
        "bundled model" => Read(Path.Combine(Repository.BundledModel, "tokenizer.json")),
        "WordPiece, uncased" => ReadShared("models", "all-MiniLM-L6-v2-f16"),
        "WordPiece, Chinese" => ReadShared("models", "tiny-bert-zh"),
        "WordPiece, cased" => With(ReadShared("models", "tiny-bert-zh"), "lowercase", false),
        "WordPiece, accents kept" => With(ReadShared("models", "tiny-bert-zh"), "strip_accents", false),
        "Unigram" => ReadShared("models", "tiny-xlm-roberta"),
        "byte BPE" => ReadShared("tokenizers", "tiny-byte-bpe"),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    });

    /// <summary>Encodes a text with both, special tokens included.</summary>
    /// <param name="text">The text, without half surrogates.</param>
    /// <returns>Both ids; no expected ones where the reference refuses the text.</returns>
    public (int[]? Expected, int[] Found) Encode(string text)
    {
        // No token is shorter than a byte of the text, but for the special ones.
        int most = (4 * text.Length) + 16;
        _room = _room.Length >= most ? _room : new int[most];
        int[] found = _room[.._ours.EncodeForModel(text, _room)];
        try
        {
            return (Array.ConvertAll(_reference.Encode(text), id => (int)id), found);
        }
        catch (TokenizerException)
        {
            return (null, found);
        }
    }

    public void Dispose() => _reference.Dispose();

    private static JsonNode Read(string path) => JsonNode.Parse(File.ReadAllText(path))!;

    private static JsonNode ReadShared(params ReadOnlySpan<string> folder) =>
        Read(Repository.SharedFile(["fixtures", .. folder, "tokenizer.json"]));

    private static JsonNode With(JsonNode file, string setting, bool value)
    {
        file["normalizer"]![setting] = value;
        return file;
    }
}
