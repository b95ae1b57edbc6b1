using System.Text.Json;

namespace FaqBot.Indexer.Tests.Models;

public sealed class ModelsBuildTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Models => _folder.File("models");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Built_model_is_installed_and_indexes()
    {
        string checkpoint = Path.GetDirectoryName(Repository.SharedFile("fixtures", "models", "tiny-e5", "model.safetensors"))!;
        IndexerProcess.Result built = await IndexerProcess.RunAsync("models", "build", checkpoint, "--models", Models, "--json");
        Assert.Equal((0, ""), (built.ExitCode, built.Errors));
        JsonElement report = JsonSerializer.Deserialize<JsonElement>(Assert.Single(built.Lines));
        Assert.Equal(("tiny-e5-int8", 48), (report.GetProperty("id").GetString(), report.GetProperty("dimensions").GetInt32()));
        IndexerProcess.Result verified = await IndexerProcess.RunAsync("models", "verify", "tiny-e5-int8", "--models", Models);
        Assert.Equal((0, "tiny-e5-int8: as it was published\n"), (verified.ExitCode, verified.Output));

        IndexerProcess.Result indexed = await IndexAsync(Path.Combine(Repository.Root, "data", "faq.json"));
        Assert.Equal((0, ""), (indexed.ExitCode, indexed.Errors));

        // Nobody calibrated it: without alternates there is nothing to fit its confidence on.
        IndexerProcess.Result tooFew = await IndexAsync(Files.Knowledge(_folder, "kb", 2));
        Assert.Equal(4, tooFew.ExitCode);
        Assert.Contains("'kb' has too few questions to fit it on", tooFew.Errors, StringComparison.Ordinal);

        IndexerProcess.Result again = await IndexerProcess.RunAsync("models", "build", checkpoint, "--models", Models);
        Assert.Equal(
            (4, $"'{checkpoint}' cannot be built:\n"
                + $"  - 'tiny-e5-int8' is installed already; remove it first, or build under another --id\n"),
            (again.ExitCode, again.Errors));
    }

    [Fact]
    public async Task Folder_that_is_no_checkpoint_exits_with_4_and_leaves_nothing()
    {
        string folder = Directory.CreateDirectory(_folder.File("acme--broken")).FullName;
        File.WriteAllText(Path.Combine(folder, "config.json"), """{"model_type": "deberta-v2", "hidden_size": 8}""");
        IndexerProcess.Result result = await IndexerProcess.RunAsync("models", "build", folder, "--models", Models, "--weights", "fp32");
        Assert.Equal(4, result.ExitCode);
        Assert.StartsWith($"The model in '{folder}' cannot be used:\n  - ", result.Errors, StringComparison.Ordinal);
        Assert.Contains("found no 'model.safetensors'", result.Errors, StringComparison.Ordinal);
        Assert.Contains("deberta-v2", result.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain(Directory.EnumerateDirectories(Models, "*", SearchOption.AllDirectories), path =>
            path.Contains("broken", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Model_that_is_not_there_exits_with_4_and_the_command_that_gets_it()
    {
        IndexerProcess.Result result = await IndexerProcess.RunAsync("models", "build", "acme/absent", "--models", Models);
        Assert.Equal(
            (4, "'acme/absent' cannot be built:\n"
                + "  - it is neither an installed model nor a folder; get it first: models pull acme/absent\n"),
            (result.ExitCode, result.Errors));
    }

    private Task<IndexerProcess.Result> IndexAsync(string knowledge) =>
        IndexerProcess.RunAsync("index", "-i", knowledge, "-o", _folder.File("faq.db"), "-m", Path.Combine(Models, "tiny-e5-int8"));
}
