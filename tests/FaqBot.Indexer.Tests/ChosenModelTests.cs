using System.Text.Json;
using FaqBot.Core.Indexing;
using FaqBot.Core.Matching;
using FaqBot.Core.Storage;
using FaqBot.Core.Storage.Relational;
using FaqBot.Encoding.Running;

namespace FaqBot.Indexer.Tests;

public sealed class ChosenModelTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _database;

    public ChosenModelTests() => _database = _folder.File("faq.db");

    private string Models => _folder.File("models");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Index_obeys_the_choice_of_each_knowledge_base_and_says_when_it_is_told_otherwise()
    {
        Assert.Equal(["faqbot-e5-small-zh-en", "faqbot-e5-small-zh-en"], (await IndexAsync("first")).Select(ModelOf));
        MakeModel();
        await ChooseAsync("a");

        JsonElement[] next = await IndexAsync("second");
        Assert.Equal(["acme--words", "faqbot-e5-small-zh-en"], next.Select(ModelOf));
        Assert.Equal([3, 2], next.Select(report => report.GetProperty("version").GetInt32()));

        IndexerProcess.Result told = await RunAsync("third", "--model", Repository.BundledModel);
        Assert.Equal(0, told.ExitCode);
        Assert.StartsWith($"'a' is indexed with '{Repository.BundledModel}' as --model says, though 'acme--words' was chosen for it.",
            told.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("'b'", told.Errors, StringComparison.Ordinal);
        Assert.Equal("", (await RunAsync("fourth", "--model", Path.Combine(Models, "acme--words"))).Errors);
    }

    [Fact]
    public async Task Index_with_a_chosen_model_that_is_gone_changes_nothing()
    {
        await IndexAsync("first");
        MakeModel();
        await ChooseAsync("b");
        Directory.Delete(Models, recursive: true);
        IndexerProcess.Result refused = await RunAsync("second");
        Assert.Equal((4, ""), (refused.ExitCode, refused.Output));
        Assert.Contains("'acme--words' cannot be used:\n  - it is not in",
            refused.Errors.Replace("acme/words", "acme--words", StringComparison.Ordinal), StringComparison.Ordinal);
        using KnowledgeStore store = KnowledgeStore.Open(_database);
        Assert.Equal([1, 2], store.Published().Select(version => version.Identity.Number));
    }

    private static string? ModelOf(JsonElement report) => report.GetProperty("model").GetString();

    private async Task<JsonElement[]> IndexAsync(string edition)
    {
        IndexerProcess.Result result = await RunAsync(edition);
        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        return [.. result.Lines.Select(line => JsonSerializer.Deserialize<JsonElement>(line))];
    }

    private Task<IndexerProcess.Result> RunAsync(string edition, params string[] more) => IndexerProcess.RunAsync(
        ["index", "-i", Files.Knowledge(_folder, "a", 3, edition), Files.Knowledge(_folder, "b", 2, edition), "-o", _database, "--models",
            Models, "--json", .. more]);

    private void MakeModel()
    {
        string folder = Directory.CreateDirectory(Path.Combine(Models, "acme--words")).FullName;
        File.WriteAllLines(
            Path.Combine(folder, "words.vec"), ["a 1 2 3", "b 2 1 3", "first 3 1 1", "second 1 3 1", "third 1 1 3", "fourth 2 2 1"]);
        using TextEncoder encoder = TextEncoder.Load(folder, new EncoderOptions());
        ShippedConfidence.For(ShippedConfidence.Models.First(), encoder.Identity)!.Write(Path.Combine(folder, ConfidenceModel.FileName));
    }

    private async Task ChooseAsync(string kb)
    {
        using KnowledgeStore store = KnowledgeStore.Open(_database);
        using TextEncoder encoder = TextEncoder.Load(Path.Combine(Models, "acme--words"), new EncoderOptions());
        StoredVersion version = store.Load(kb)!;
        using VersionWriter writer = store.Write(encoder.Identity, version.Identity.Format, TimeProvider.System);
        await new KnowledgeIndexer(store, encoder, TimeProvider.System)
            .EncodeMissingAsync(writer, version.Knowledge, null, TestContext.Current.CancellationToken);
        Assert.NotNull(writer.Switch(version, new ModelAssignment(kb, "acme--words", DateTimeOffset.UnixEpoch, null)));
    }
}
