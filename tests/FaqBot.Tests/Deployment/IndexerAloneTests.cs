using FaqBot.Tests.Running;

namespace FaqBot.Tests.Deployment;

/// <summary>The indexer published alone, in an empty folder.</summary>
[Collection(DeployablesCollection.Name)]
public sealed class IndexerAloneTests(Deployables deployables) : IDisposable
{
    private static readonly string Models = Repository.PathOf("models");

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Without_models_it_says_where_it_looked()
    {
        string published = await deployables.Indexer;
        await using ChildProcess unset = await IndexAsync("");
        Assert.Equal(4, await unset.EndAsync());
        Assert.Equal(
            $"""
            Found no encoder 'faqbot-e5-small-zh-en'; name the folder that holds it by --models or FAQBOT_MODELS, or another encoder by --model. Looked in:
              - '{_folder.File("models")}'
              - '{Path.Combine(published, "models")}'
              - FAQBOT_MODELS, which is not set

            """,
            unset.Output);

        await using ChildProcess elsewhere = await IndexAsync(_folder.File("a"), "--models", _folder.File("b"));
        Assert.Equal(4, await elsewhere.EndAsync());
        Assert.Contains(
            $"Looked in:\n  - '{_folder.File("b")}', which --models names\n  - '{_folder.File("a")}', which FAQBOT_MODELS names\n  - '",
                elsewhere.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Variable_names_the_folder_of_models()
    {
        await using ChildProcess index = await IndexAsync(Models);
        Assert.True(await index.EndAsync() == 0, index.Output);
        Assert.True(File.Exists(_folder.File("faq.db")));
    }

    [Fact]
    public async Task Option_names_the_folder_of_models_before_the_variable()
    {
        await using ChildProcess index = await IndexAsync(_folder.File("absent"), "--models", Models);
        Assert.True(await index.EndAsync() == 0, index.Output);
    }

    [Fact]
    public async Task Known_models_are_listed()
    {
        await using ChildProcess list = ChildProcess.Start(
            "dotnet", [Path.Combine(await deployables.Indexer, "FaqBot.Indexer.dll"), "models", "list"], [("FAQBOT_MODELS", "")],
                _folder.Path);
        Assert.True(await list.EndAsync() == 0, list.Output);
        Assert.Contains("BAAI/bge-small-zh-v1.5", list.Output, StringComparison.Ordinal);
    }

    private async Task<ChildProcess> IndexAsync(string variable, params IEnumerable<string> options)
    {
        string input = _folder.Write("one.json", """
            {"formatVersion": 1, "id": "one", "name": "one", "languages": ["en"], "defaultAnswer": "-", "entries": [{"id": "e", "question": "how much", "answer": "-"}]}
            """);
        return ChildProcess.Start(
            "dotnet", [Path.Combine(await deployables.Indexer, "FaqBot.Indexer.dll"), "index", "--json", "--input", input, .. options],
                [("FAQBOT_MODELS", variable)], _folder.Path);
    }
}
