using System.Text.Json;

namespace FaqBot.Indexer.Tests.Models;

public sealed class ModelsCommandTests
{
    [Fact]
    public async Task List_shows_the_catalog_and_the_bundled_model()
    {
        IndexerProcess.Result result = await IndexerProcess.RunAsync("models", "list");
        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        Assert.Matches("^MODEL +KIND +DIMENSIONS +TOKENS +SIZE +STATE +LICENCE +GOOD FOR$", result.Lines[0]);
        Assert.Matches(@"^faqbot-e5-small-zh-en +encoder +384 +512 +\d+ MB +ready +MIT +Short questions", result.Lines[1]);
        Assert.Contains(result.Lines, line => line.StartsWith("BAAI/bge-m3 ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task List_json_is_one_object_a_model()
    {
        await using HubFixture fixture = await HubFixture.StartAsync();
        await fixture.RunAsync("pull", LocalHub.Model);
        IndexerProcess.Result result = await fixture.RunAsync("list", "--json");
        JsonElement[] rows = [.. result.Lines.Select(line => JsonSerializer.Deserialize<JsonElement>(line))];
        Assert.Equal(13, rows.Length);
        Assert.Equal(
            ["id", "kind", "dimensions", "maxTokens", "bytes", "sizeIsApproximate", "state", "licence", "description"],
                rows[0].EnumerateObject().Select(member => member.Name));
        Assert.Equal(
            ("not installed", true), (rows[0].GetProperty("state").GetString(), rows[0].GetProperty("sizeIsApproximate").GetBoolean()));
        Assert.Equal(("acme/tiny-zh", "to build", "mit"),
            (rows[^1].GetProperty("id").GetString(), rows[^1].GetProperty("state").GetString(),
                rows[^1].GetProperty("licence").GetString()));
    }

    [Fact]
    public async Task Verify_damaged_model_exits_with_4_and_its_faults()
    {
        await using HubFixture fixture = await HubFixture.StartAsync();
        await fixture.RunAsync("pull", LocalHub.Model);
        Assert.Equal((0, "acme/tiny-zh: as it was published\n"), await OutputOfAsync(fixture, "verify", LocalHub.Model));
        File.AppendAllText(Path.Combine(fixture.Installed, "tokenizer.json"), " ");
        File.Delete(Path.Combine(fixture.Installed, "config.json"));
        IndexerProcess.Result result = await fixture.RunAsync("verify");
        Assert.Equal((4, ""), (result.ExitCode, result.Output));
        Assert.Equal(3, result.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.StartsWith("acme/tiny-zh: 2 faults:\n  - 'config.json' is missing", result.Errors, StringComparison.Ordinal);
        Assert.Equal(4, (await fixture.RunAsync("verify", "acme/absent")).ExitCode);
    }

    [Fact]
    public async Task Remove_takes_a_model_away_and_refuses_the_bundled_one()
    {
        await using HubFixture fixture = await HubFixture.StartAsync();
        await fixture.RunAsync("pull", LocalHub.Model);
        Assert.Equal((0, "acme/tiny-zh: removed, 0.3 MB freed\n"), await OutputOfAsync(fixture, "remove", LocalHub.Model));
        Assert.False(Directory.Exists(fixture.Installed));
        Assert.Equal(4, (await fixture.RunAsync("remove", LocalHub.Model)).ExitCode);

        IndexerProcess.Result bundled = await IndexerProcess.RunAsync("models", "remove", "faqbot-e5-small-zh-en");
        Assert.Equal((4,
            "'faqbot-e5-small-zh-en' cannot be removed:\n  - it comes with the program, which needs it; choose another model or another "
            + "name\n"),
            (bundled.ExitCode, bundled.Errors));
        Assert.True(File.Exists(Path.Combine(Repository.BundledModel, "model.onnx")));
    }

    [Fact]
    public async Task Import_of_what_a_pull_brought_elsewhere_keeps_its_source()
    {
        await using HubFixture fixture = await HubFixture.StartAsync();
        await fixture.RunAsync("pull", LocalHub.Model);
        string other = fixture.File("other");
        IndexerProcess.Result result = await IndexerProcess.RunAsync("models", "import", fixture.Installed, "--models", other, "--json");
        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        Assert.Equal("acme/tiny-zh", JsonSerializer.Deserialize<JsonElement>(Assert.Single(result.Lines)).GetProperty("id").GetString());
        Assert.Equal(
            File.ReadAllText(Path.Combine(fixture.Installed, "source.json")),
                File.ReadAllText(Path.Combine(other, "acme--tiny-zh", "source.json")));
    }

    [Fact]
    public async Task Imported_encoder_indexes()
    {
        using TemporaryFolder folder = new();
        string models = folder.File("models");
        IndexerProcess.Result imported =
            await IndexerProcess.RunAsync("models", "import", Repository.BundledModel, "--id", "acme/copy", "--models", models);
        Assert.Equal((0, ""), (imported.ExitCode, imported.Errors));
        IndexerProcess.Result indexed = await IndexerProcess.RunAsync(
            "index", "-i", Files.Knowledge(folder, "kb", 2), "-o", folder.File("faq.db"), "-m", Path.Combine(models, "acme--copy"));
        Assert.Equal((0, ""), (indexed.ExitCode, indexed.Errors));
    }

    [Fact]
    public async Task Import_of_a_folder_that_is_no_model_exits_with_4_and_its_faults()
    {
        using TemporaryFolder folder = new();
        IndexerProcess.Result result =
            await IndexerProcess.RunAsync("models", "import", folder.Path, "--id", "acme/none", "--models", folder.File("models"));
        Assert.Equal(4, result.ExitCode);
        Assert.Equal(4, result.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    private static async Task<(int ExitCode, string Output)> OutputOfAsync(HubFixture fixture, params string[] arguments)
    {
        IndexerProcess.Result result = await fixture.RunAsync(arguments);
        return (result.ExitCode, result.Output);
    }
}
