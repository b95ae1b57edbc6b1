using FaqBot.Encoding.Library;

namespace FaqBot.Encoding.Tests.Library;

public sealed class ModelFileChoiceTests
{
    private const string Base = "config.json tokenizer.json ";

    [Theory]
    [InlineData("model.safetensors onnx/model.onnx pytorch_model.bin", "model.safetensors")]
    [InlineData("model.safetensors.index.json model-00001-of-00002.safetensors model-00002-of-00002.safetensors consolidated.safetensors",
        "model.safetensors.index.json model-00001-of-00002.safetensors model-00002-of-00002.safetensors")]
    [InlineData("pytorch_model.bin model.onnx onnx/model.onnx", "model.onnx")]
    [InlineData("onnx/model.onnx onnx/model.onnx_data onnx/model_fp16.onnx", "onnx/model.onnx onnx/model.onnx_data")]
    [InlineData("model_optimized.onnx", "model_optimized.onnx")]
    public void Weights_are_safetensors_or_else_the_usual_graph(string listed, string expected) =>
        Assert.Equal((Base + expected).Split(' ').Order(), Choose(Base + listed).Chosen.Order());

    [Fact]
    public void Companions_are_taken_and_all_else_is_not()
    {
        string companions = "config.json tokenizer.json vocab.txt sentencepiece.bpe.model modules.json sentence_bert_config.json "
            + "config_sentence_transformers.json 1_Pooling/config.json 2_Dense/config.json 2_Dense/model.safetensors README.md LICENSE "
            + "model.safetensors";
        (IReadOnlyList<string> chosen, _, _) =
            Choose(companions + " .gitattributes tf_model.h5 images/a.png 2_Dense/pytorch_model.bin openvino/model.xml modeling.py");
        Assert.Equal(companions.Split(' ').Order(), chosen.Order());
    }

    [Theory]
    [InlineData(Base
        + "pytorch_model.bin",
            "found no weights in safetensors or ONNX, only pytorch_model.bin; "
            + "take another repository of the model, 'models list' names some")]
    [InlineData(Base + "a.onnx b.onnx", "found 2 graphs, expected one; name it with --file: a.onnx, b.onnx")]
    [InlineData(
        "tokenizer.json model.onnx", "found no 'config.json', expected the model's sizes in it; this is no repository of an encoder")]
    [InlineData("config.json model.onnx",
        "found no tokenizer, expected one of tokenizer.json, vocab.txt, sentencepiece.bpe.model, spiece.model, tokenizer.model")]
    public void Repository_that_lacks_something_is_refused(string listed, string expected) =>
        Assert.Equal([expected], Choose(listed).Faults);

    [Fact]
    public void All_faults_are_reported_together() => Assert.Equal(3, Choose("README.md").Faults.Count);

    [Fact]
    public void Named_files_are_taken_with_their_data_and_pickles_are_not()
    {
        string listed = Base + "model.safetensors onnx/q.onnx onnx/q.onnx_data old.bin";
        Assert.Equal((Base + "onnx/q.onnx onnx/q.onnx_data").Split(' '), Choose(listed, null, "onnx/q.onnx").Chosen);
        Assert.Equal(
            [
                "the model has no file 'absent.onnx'; it has model.safetensors, onnx/q.onnx",
                "'old.bin' is not taken: loading a pickle file can run code; name a .safetensors or .onnx file",
            ],
            Choose(listed, null, "absent.onnx", "old.bin").Faults);
    }

    [Fact]
    public void Catalog_names_weights_that_no_rule_finds()
    {
        string listed = Base + "onnx/model.onnx onnx/model.onnx_data onnx/Constant_7";
        ModelCatalog catalog = Catalogs.With("acme/a", "onnx/model.onnx", "onnx/Constant_7");
        Assert.Equal((Base + "onnx/model.onnx onnx/Constant_7 onnx/model.onnx_data").Split(' '), Choose(listed, catalog.Models[0]).Chosen);

        // A repository that was rearranged since is chosen from by the rules.
        Assert.Equal((Base + "model.safetensors").Split(' '), Choose(Base + "model.safetensors", catalog.Models[0]).Chosen);
    }

    [Fact]
    public void Pickles_are_noted() => Assert.Equal(
        ["'pytorch_model.bin' is not taken: loading a pickle file can run code"],
            Choose(Base + "model.safetensors pytorch_model.bin onnx/x.bin").Notes);

    private static (IReadOnlyList<string> Chosen, List<string> Faults, List<string> Notes) Choose(
        string listed, CatalogModel? known = null, params string[] named)
    {
        List<string> faults = [], notes = [];
        return (ModelFileChoice.Choose(listed.Split(' '), named, known, faults, notes), faults, notes);
    }
}
