using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace FaqBot.Encoding.Tests.Running;

/// <summary>A model folder of a few bytes that opens without a fault, to be broken by a test.</summary>
internal static class TinyModel
{
    public const string Vocabulary = """[["<s>", 0], ["<pad>", 0], ["</s>", 0], ["<unk>", 0], ["▁", -3], ["a", -4], ["b", -4], ["ab", -5], ["▁a", -5]]""";

    /// <summary>A tokenizer file that this encoder reads.</summary>
    public static JsonNode Tokenizer() => JsonNode.Parse("""
        {
          "version": "1.0",
          "truncation": null,
          "added_tokens": [
            {"id": 0, "content": "<s>", "lstrip": false, "rstrip": false},
            {"id": 1, "content": "<pad>", "lstrip": false, "rstrip": false},
            {"id": 2, "content": "</s>", "lstrip": false, "rstrip": false},
            {"id": 3, "content": "<unk>", "lstrip": false, "rstrip": false}],
          "normalizer": {"type": "Replace", "pattern": {"Regex": " {2,}"}, "content": " "},
          "pre_tokenizer": {"type": "Metaspace", "replacement": "▁", "prepend_scheme": "always", "split": true},
          "post_processor": {
            "type": "TemplateProcessing",
            "single": [{"SpecialToken": {"id": "<s>"}}, {"Sequence": {"id": "A"}}, {"SpecialToken": {"id": "</s>"}}],
            "special_tokens": {"<s>": {"ids": [0]}, "</s>": {"ids": [2]}}},
          "model": {"type": "Unigram", "unk_id": 3, "byte_fallback": false, "vocab": VOCABULARY}
        }
        """.Replace("VOCABULARY", Vocabulary, StringComparison.Ordinal))!;

    /// <summary>Writes a folder: all files, then their checksums.</summary>
    public static string Write(TemporaryFolder parent, byte[]? graph = null, string? tokenizer = null, string? config = null)
    {
        string folder = Directory.CreateDirectory(parent.File("tiny")).FullName;
        File.WriteAllBytes(Path.Combine(folder, "model.onnx"), graph
            ?? TinyGraph.Write(["input_ids", "attention_mask"], "sentence_embedding", 4));
        File.WriteAllText(Path.Combine(folder, "tokenizer.json"), tokenizer ?? Tokenizer().ToJsonString());
        File.WriteAllText(Path.Combine(folder, "config.json"), config ?? """{"hidden_size": 4, "max_position_embeddings": 16}""");
        WriteSums(folder);
        return folder;
    }

    public static void WriteSums(string folder) => File.WriteAllLines(
        Path.Combine(folder, "SHA256SUMS"),
        new[] { "model.onnx", "tokenizer.json", "config.json" }.Select(file => $"{Sum(Path.Combine(folder, file))}  {file}"));

    public static string Sum(string path) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)));
}
