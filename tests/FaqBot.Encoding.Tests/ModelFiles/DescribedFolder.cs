namespace FaqBot.Encoding.Tests.ModelFiles;

/// <summary>A model folder that holds descriptions alone, to be changed by a test.</summary>
internal sealed class DescribedFolder : IDisposable
{
    public const string Config = """
        {"model_type": "bert", "architectures": ["BertModel"], "hidden_size": 32, "num_hidden_layers": 2, "num_attention_heads": 2,
         "intermediate_size": 64, "vocab_size": 100, "max_position_embeddings": 64, "type_vocab_size": 2, "hidden_act": "gelu"}
        """;

    private readonly TemporaryFolder _folder = new();

    public DescribedFolder(string config = Config) => Write("config.json", config);

    public string Path => _folder.Path;

    public DescribedFolder Write(string name, string content)
    {
        string path = _folder.File(name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
        return this;
    }

    /// <summary>Lists modules, each in a folder of its own but the first.</summary>
    public DescribedFolder WriteModules(params string[] kinds) => Write(
        "modules.json",
        $"[{string.Join(",", kinds.Select((kind, index) => $$"""
            {"idx": {{index}}, "name": "{{index}}", "path": "{{(index == 0 ? "" : $"{index}_{kind}")}}", "type": "sentence_transformers.models.{{kind}}"}
            """))}]");

    public void Dispose() => _folder.Dispose();
}
