using FaqBot.Encoding.Library;
using FaqBot.Encoding.ModelFiles;

namespace FaqBot.Encoding.Tests.Library;

public sealed class ModelCatalogTests
{
    private static readonly string Committed = Path.Combine(Repository.Root, "models", "catalog.json");

    [Fact]
    public void Committed_catalog_names_models_of_every_kind()
    {
        ModelCatalog catalog = ModelCatalog.Read(Committed);
        Assert.Equal(12, catalog.Models.Count);
        Assert.Equal([ModelKind.Encoder, ModelKind.Checkpoint, ModelKind.Graph], catalog.Models.Select(model => model.Kind).Distinct());
        Assert.Equal("为这个句子生成表示以用于检索相关文章：", catalog.Find(Pulling.Id("BAAI/bge-base-zh-v1.5"))!.QueryPrefix);
        Assert.NotNull(catalog.Find(Pulling.Id("baai/BGE-m3")));
        Assert.Null(catalog.Find(Pulling.Id("acme/unknown")));
    }

    [Fact]
    public void Committed_catalog_says_of_the_bundled_model_what_is_so()
    {
        CatalogModel bundled = Assert.Single(ModelCatalog.Read(Committed).Models, model => model.Source == "bundled");
        string folder = Path.Combine(Repository.Root, "models", bundled.Id.FolderName);
        ModelDescription description = ModelDescription.Read(folder);
        Assert.Equal((description.Dimensions, description.MaxTokens), (bundled.Dimensions, bundled.MaxTokens));
        Assert.InRange(new FileInfo(Path.Combine(folder, "model.onnx")).Length, bundled.ApproximateBytes * 0.8, bundled.ApproximateBytes);
    }

    [Fact]
    public void Catalog_that_is_absent_is_empty() =>
        Assert.Empty(ModelCatalog.Read(Path.Combine(Repository.Root, "models", "absent.json")).Models);

    [Fact]
    public void All_faults_are_reported_together()
    {
        InvalidCatalogException refused = Assert.Throws<InvalidCatalogException>(() => ModelCatalog.Parse(
            """
            {
              "formatVersion": 2,
              "extra": true,
              "models": [
                7,
                { "id": "a/b/c", "kind": "gguf", "dimensions": 0, "maxTokens": "many", "pooling": "max", "queryPrefix": null,
                  "licence": "", "approximateBytes": 1.5, "source": "web", "files": ["../x"], "size": 1 }
              ]
            }
            """u8.ToArray(), "catalog.json"));
        Assert.Equal(
            [
                "'extra' is not a member of a catalog",
                "'formatVersion' is 2, expected a whole number 1 to 1",
                "models[0]: found number, expected an object",
                "models[1] 'a/b/c': 'id' is no id of a model, expected organisation/name",
                "models[1] 'a/b/c': 'size' is not a member of a model",
                "models[1] 'a/b/c': 'files' has '../x', expected names of files below the repository",
                "models[1] 'a/b/c': 'kind' is 'gguf', expected one of encoder, checkpoint, graph",
                "models[1] 'a/b/c': 'dimensions' is 0, expected a whole number 1 to 65536",
                "models[1] 'a/b/c': 'maxTokens' is \"many\", expected a whole number 8 to 1000000",
                "models[1] 'a/b/c': 'pooling' is 'max', expected one of mean, cls, lastToken",
                "models[1] 'a/b/c': 'queryPrefix' is null, expected a text",
                "models[1] 'a/b/c': 'licence' is empty, expected a text",
                "models[1] 'a/b/c': 'approximateBytes' is 1.5, expected a whole number 1 to 34359738368",
                "models[1] 'a/b/c': 'source' is 'web', expected one of bundled, huggingface",
                "models[1] 'a/b/c': 'description' is missing",
            ],
            refused.Faults);
        Assert.StartsWith("The model catalog 'catalog.json' has 15 faults; ", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Model_that_occurs_twice_is_named()
    {
        string twice = Catalogs.Text("acme/a", "x.onnx")
            .Replace("\"models\":[", "\"models\":[" + Model(Catalogs.Text("Acme/A", "x.onnx")) + ",", StringComparison.Ordinal);
        Assert.Equal(
            ["models has 'Acme/A' 2 times, keep one"],
            Assert.Throws<InvalidCatalogException>(() => ModelCatalog.Parse(System.Text.Encoding.UTF8.GetBytes(twice), "x")).Faults);
    }

    [Theory]
    [InlineData("{", "not valid JSON in UTF-8, line 1")]
    [InlineData("[]", "the document is array, expected an object")]
    [InlineData("""{"formatVersion": 1, "models": []}""", "'models' is empty, expected a list that is not empty")]
    public void Document_that_is_no_catalog_is_refused(string text, string expected) => Assert.Equal(
        [expected], Assert.Throws<InvalidCatalogException>(() => ModelCatalog.Parse(System.Text.Encoding.UTF8.GetBytes(text), "x")).Faults);

    private static string Model(string catalog) => catalog[(catalog.IndexOf('[', StringComparison.Ordinal) + 1)..catalog.LastIndexOf(']')];
}
