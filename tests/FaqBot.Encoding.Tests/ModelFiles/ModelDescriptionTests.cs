using FaqBot.Encoding.ModelFiles;

namespace FaqBot.Encoding.Tests.ModelFiles;

public sealed class ModelDescriptionTests
{
    [Theory]
    [InlineData("all-MiniLM-L6-v2-f16", PoolingMode.Mean, 384, 256, 0)]
    [InlineData("tiny-bert-zh", PoolingMode.Cls, 48, 512, 0)]
    [InlineData("tiny-bert-dense", PoolingMode.Mean, 24, 128, 0)]
    [InlineData("tiny-xlm-roberta", PoolingMode.Mean, 48, 128, 2)]
    [InlineData("tiny-e5", PoolingMode.Mean, 48, 512, 0)]
    public void Read_fixture_says_what_its_files_state(string name, PoolingMode mode, int dimensions, int maxTokens, int offset)
    {
        ModelDescription found = Fixture(name);
        Assert.Equal(mode, found.Modules.Pooling.Mode);
        Assert.True(found.Modules.Pooling.IsStated);
        Assert.Equal(dimensions, found.Dimensions);
        Assert.Equal(maxTokens, found.MaxTokens);
        Assert.Equal(offset, found.Transformer.PositionOffset);
        Assert.Equal(name != "tiny-xlm-roberta", found.Modules.Normalize);
        Assert.False(found.IsCrossEncoder);
    }

    [Fact]
    public void Read_dense_fixture_says_the_layer() => Assert.Equal(
        [new DenseModule("2_Dense", 32, 24, HasBias: true, DenseActivation.Tanh)], Fixture("tiny-bert-dense").Modules.Dense);

    [Fact]
    public void Read_prompts_says_texts_and_default()
    {
        SentenceModules modules = Fixture("tiny-e5").Modules;
        Assert.Equal(new Dictionary<string, string> { ["query"] = "query: ", ["passage"] = "passage: " }, modules.Prompts);
        Assert.Equal("query", modules.DefaultPromptName);
        Assert.Null(modules.Similarity);
    }

    [Theory]
    [InlineData("tiny-cross-encoder-bert", 256)]
    [InlineData("tiny-cross-encoder-xlm-roberta", 256)]
    public void Read_cross_encoder_is_one_with_its_labels(string name, int maxTokens)
    {
        ModelDescription found = Fixture(name);
        Assert.True(found.IsCrossEncoder);
        Assert.Equal(1, found.Transformer.Labels);
        Assert.Equal(maxTokens, found.MaxTokens);
    }

    [Fact]
    public void Read_config_alone_assumes_the_mean_and_the_positions()
    {
        using DescribedFolder folder = new();
        ModelDescription found = ModelDescription.Read(folder.Path);
        Assert.Equal(PoolingModule.Assumed, found.Modules.Pooling);
        Assert.False(found.Modules.Pooling.IsStated);
        Assert.False(found.Modules.Normalize);
        Assert.Equal((64, 32), (found.MaxTokens, found.Dimensions));
    }

    [Theory]
    [InlineData("""{"max_seq_length": 40}""", """{"model_max_length": 50}""", 40)]
    [InlineData("""{"max_seq_length": 60}""", """{"model_max_length": 50}""", 50)]
    [InlineData("""{"max_seq_length": 60}""", """{"model_max_length": 1000000000000000019884624838656}""", 60)]
    [InlineData("""{"max_seq_length": 900}""", """{}""", 64)]
    [InlineData("""{"max_seq_length": null, "do_lower_case": true}""", """{"model_max_length": null}""", 64)]
    public void Read_limits_takes_the_least(string limits, string tokenizer, int expected)
    {
        using DescribedFolder folder = new();
        folder.Write("sentence_bert_config.json", limits).Write("tokenizer_config.json", tokenizer);
        ModelDescription found = ModelDescription.Read(folder.Path);
        Assert.Equal(expected, found.MaxTokens);
        Assert.Equal(limits.Contains("true", StringComparison.Ordinal), found.Modules.LowerCase);
    }

    [Fact]
    public void Read_graph_of_an_unknown_family_needs_its_width_alone()
    {
        using DescribedFolder folder = new("""{"model_type": "qwen3", "hidden_size": 1024}""");
        ModelDescription found = ModelDescription.Read(folder.Path);
        Assert.Equal((1024, 512), (found.Dimensions, found.MaxTokens));
        Assert.Null(found.Transformer.Layers);
    }

    [Fact]
    public void Read_all_faults_of_all_files_are_reported_together()
    {
        using DescribedFolder folder = new("""{"hidden_size": "wide", "num_hidden_layers": 0, "layer_norm_eps": 7, "max_position_embeddings": 4}""");
        folder.WriteModules("Transformer", "Pooling", "Dense")
            .Write("1_Pooling/config.json", """{"pooling_mode_cls_token": true, "pooling_mode_mean_tokens": true}""")
            .Write("2_Dense/config.json", """{"in_features": 8, "activation_function": "torch.nn.Softplus"}""")
            .Write("sentence_bert_config.json", "[]")
            .Write("config_sentence_transformers.json", """{"prompts": {"query": 1}, "default_prompt_name": "query"}""")
            .Write("tokenizer_config.json", "{");

        Assert.Equal(
            $"""
            The model in '{folder.Path}' cannot be used:
              - 'config.json' states hidden_size "wide", expected a whole number from 1 to 16777216
              - 'config.json' states num_hidden_layers 0, expected a whole number from 1 to 1000
              - 'config.json' states layer_norm_eps 7, expected a small number that is not negative
              - 'config.json' states max_position_embeddings 4, which leaves 4 tokens, expected at least 8
              - '2_Dense/config.json' does not state in_features and out_features
              - '2_Dense/config.json' states activation_function Softplus, expected one of Identity, Tanh, ReLU, GELU, Sigmoid
              - '1_Pooling/config.json' states the pooling modes [cls, mean], expected exactly one of cls, mean, max, mean_sqrt_len_tokens, weightedmean, lasttoken
              - 'sentence_bert_config.json' holds a JSON Array, expected an Object; take it again from where the model was published
              - 'config_sentence_transformers.json' states prompts.query 1, expected a text
              - 'config_sentence_transformers.json' states default_prompt_name 'query', expected one of its prompts []
            """,
            string.Join('\n', Refusal(folder).Split('\n')[..^1]));
        Assert.Contains("'tokenizer_config.json' cannot be read: ", Refusal(folder), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Transformer,Pooling,LSTM",
        "lists the modules [Transformer, Pooling, LSTM], expected Transformer, Pooling, any number of Dense, and perhaps Normalize")]
    [InlineData("StaticEmbedding", "lists the modules [StaticEmbedding], expected")]
    [InlineData("Transformer,Pooling,Normalize,Dense", "lists the modules [Transformer, Pooling, Normalize, Dense], expected")]
    [InlineData("Transformer,Normalize", "lists the modules [Transformer, Normalize], expected")]
    [InlineData("Transformer,Pooling", "found no file '1_Pooling/config.json', expected the pooling mode")]
    public void Read_chain_that_is_not_understood_is_refused(string kinds, string expected)
    {
        using DescribedFolder folder = new();
        Assert.Contains(expected, Refusal(folder.WriteModules(kinds.Split(','))), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""[{"type": "sentence_transformers.models.Transformer", "path": "../other"}, 7]""", "'modules.json[0]' states path ../other, expected a folder below the model's")]
    [InlineData("""[{"type": "sentence_transformers.models.Transformer", "path": "../other"}, 7]""", "'modules.json[1]' is a JSON Number, expected an object with type and path")]
    [InlineData("""[{"type": "a.Transformer", "path": "0_Transformer"}, {"type": "a.Pooling", "path": "1"}]""", "places the Transformer in '0_Transformer', expected the folder itself")]
    public void Read_module_in_a_place_that_is_not_understood_is_refused(string modules, string expected)
    {
        using DescribedFolder folder = new();
        Assert.Contains(expected, Refusal(folder.Write("modules.json", modules)), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_dense_that_does_not_fit_is_refused()
    {
        using DescribedFolder folder = new();
        folder.WriteModules("Transformer", "Pooling", "Dense", "Dropout", "Dense", "Normalize")
            .Write("1_Pooling/config.json", """{"pooling_mode": "mean"}""")
            .Write("2_Dense/config.json", """{"in_features": 31, "out_features": 16, "module_input_name": "token_embeddings"}""")
            .Write("4_Dense/config.json", """{"in_features": 17, "out_features": 8}""");
        Assert.Contains("'2_Dense/config.json' states module_input_name token_embeddings, expected sentence_embedding", Refusal(folder),
            StringComparison.Ordinal);

        folder.Write("2_Dense/config.json", """{"in_features": 31, "out_features": 16}""");
        Assert.EndsWith(
            "\n  - '4_Dense/config.json' states in_features 17, expected 16, the out_features of '2_Dense'"
            + "\n  - '2_Dense/config.json' states in_features 31, expected 32, the hidden_size of 'config.json'",
            Refusal(folder),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"pooling_mode_cls_token": true}""", PoolingMode.Cls, true)]
    [InlineData("""{"pooling_mode_cls_token": false, "pooling_mode_weightedmean_tokens": true, "include_prompt": false}""", PoolingMode.WeightedMean, false)]
    [InlineData("""{"pooling_mode_lasttoken": true, "include_prompt": true}""", PoolingMode.LastToken, true)]
    [InlineData("""{"pooling_mode_mean_sqrt_len_tokens": true}""", PoolingMode.MeanSqrtLength, true)]
    [InlineData("""{"pooling_mode": "max"}""", PoolingMode.Max, true)]
    [InlineData("""{"pooling_mode": ["cls"]}""", PoolingMode.Cls, true)]
    [InlineData("""{"pooling_mode": "lasttoken", "include_prompt": false}""", PoolingMode.LastToken, false)]
    public void Read_pooling_in_every_layout_says_the_mode(string config, PoolingMode mode, bool includePrompt)
    {
        using DescribedFolder folder = new();
        folder.WriteModules("Transformer", "Pooling").Write("1_Pooling/config.json", config);
        Assert.Equal(new PoolingModule(mode, includePrompt, IsStated: true), ModelDescription.Read(folder.Path).Modules.Pooling);
    }

    [Theory]
    [InlineData("""{}""", "the pooling modes [], expected exactly one of cls, mean,")]
    [InlineData("""{"pooling_mode": "median"}""", "pooling_mode [median], expected one of cls, mean,")]
    [InlineData("""{"pooling_mode": ["cls", "max"]}""", "pooling_mode [cls, max], expected one of cls, mean,")]
    public void Read_pooling_without_one_mode_is_refused(string config, string expected)
    {
        using DescribedFolder folder = new();
        folder.WriteModules("Transformer", "Pooling").Write("1_Pooling/config.json", config);
        Assert.Contains($"'1_Pooling/config.json' states {expected}", Refusal(folder), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_folder_without_config_is_refused()
    {
        using TemporaryFolder folder = new();
        Assert.Contains(
            "found no file 'config.json', expected the shape of the transformer",
            Assert.Throws<ModelException>(() => ModelDescription.Read(folder.Path)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Read_texts_that_are_no_unicode_are_refused()
    {
        using DescribedFolder folder = new("""{"hidden_size": 8, "model_type": "\ud800"}""");
        folder.Write("config_sentence_transformers.json", """{"prompts": {"\ud800": "a"}}""");
        string refusal = Refusal(folder);
        const string Half = "cannot be read: line 1: the escape \\ud800 is half of a surrogate pair, expected whole characters";
        Assert.Contains($"'config.json' {Half}", refusal, StringComparison.Ordinal);
        Assert.Contains($"'config_sentence_transformers.json' {Half}", refusal, StringComparison.Ordinal);
    }

    private static ModelDescription Fixture(string name) =>
        ModelDescription.Read(Path.GetDirectoryName(Repository.SharedFile("fixtures", "models", name, "config.json"))!);

    private static string Refusal(DescribedFolder folder) =>
        Assert.Throws<ModelException>(() => ModelDescription.Read(folder.Path)).Message;
}
