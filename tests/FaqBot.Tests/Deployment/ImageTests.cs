using System.Text.RegularExpressions;
using FaqBot.Tests.Running;

namespace FaqBot.Tests.Deployment;

/// <summary>The contents of the image, run here as its entry point runs them there.</summary>
[Collection(DeployablesCollection.Name)]
public sealed partial class ImageTests(Deployables deployables) : IDisposable
{
    private const string Knowledge = """
        {"formatVersion": 1, "id": "small", "name": "small", "languages": ["zh-Hans", "en"], "defaultAnswer": "-", "entries": [
          {"id": "return", "question": "怎么退货", "alternates": ["如何办理退货", "how do I return an item"], "answer": "填写退货申请。"},
          {"id": "invoice", "question": "怎么开发票", "alternates": ["发票在哪里开", "how do I get an invoice"], "answer": "在订单里开。"}
        ]}
        """;

    /// <summary>Stands for the volume.</summary>
    private readonly TemporaryFolder _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task Named_command_of_the_indexer_runs_on_the_volume()
    {
        string[] before = Files(await deployables.Image);
        await using ChildProcess index = await EnterAsync("index", "--json", "--input", _data.Write("small.json", Knowledge));
        Assert.True(await index.EndAsync() == 0, index.Output);
        Assert.Contains("\"kb\":\"small\"", index.Output, StringComparison.Ordinal);
        Assert.True(File.Exists(_data.File("faq.db")));

        await using ChildProcess ask = await EnterAsync("ask", "怎么退货", "--kb", "small", "--json");
        Assert.True(await ask.EndAsync() == 0, ask.Output);
        Assert.Contains("\"return\"", ask.Output, StringComparison.Ordinal);

        await using ChildProcess key = await EnterAsync("keys", "create", "small");
        Assert.True(await key.EndAsync() == 0, key.Output);
        await using ChildProcess keys = await EnterAsync("keys", "list");
        Assert.True(await keys.EndAsync() == 0, keys.Output);
        Assert.StartsWith("small\tprimary\t", keys.Output, StringComparison.Ordinal);

        // Reached, and told that so small a knowledge base has nothing to be fitted on.
        await using ChildProcess calibrate = await EnterAsync("calibrate", "--kb", "small");
        Assert.Equal(3, await calibrate.EndAsync());
        Assert.Contains("questions", calibrate.Output, StringComparison.Ordinal);

        await using ChildProcess models = await EnterAsync("models", "list", "--json");
        Assert.True(await models.EndAsync() == 0, models.Output);
        Assert.Contains("{\"id\":\"faqbot-e5-small-zh-en\",\"kind\":\"encoder\",", models.Output, StringComparison.Ordinal);
        Assert.Contains("\"state\":\"ready\"", models.Output.Split('\n')[0], StringComparison.Ordinal);
        Assert.Equal(before, Files(await deployables.Image));
    }

    [Fact]
    public async Task Without_a_command_the_service_starts_with_the_options()
    {
        string[] before = Files(await deployables.Image);
        await using ChildProcess service = await EnterAsync("--urls", "http://127.0.0.1:0");
        await Eventually.TrueAsync("the service is ready", TimeSpan.FromMinutes(2), () =>
            service.HasExited
                ? throw new InvalidOperationException(service.Output) : service.Output.Contains("Ready with", StringComparison.Ordinal));

        // As a container is stopped: the signal reaches the service itself.
        await service.SignalAsync("TERM");
        Assert.True(await service.EndAsync() == 0, service.Output);
        Assert.True(File.Exists(_data.File("faq.db")));
        Assert.Equal(before, Files(await deployables.Image));
    }

    [Fact]
    public async Task Help_lists_the_commands_and_an_unknown_one_is_refused()
    {
        await using ChildProcess help = await EnterAsync("--help");
        Assert.True(await help.EndAsync() == 0, help.Output);
        Assert.Superset(
            new HashSet<string>(["index", "ask", "eval", "lint", "calibrate", "keys", "models", "dedupe", "import", "export",
                "completion"]),
            Command().Matches(help.Output).Select(command => command.Groups["name"].Value).ToHashSet());
        await using ChildProcess unknown = await EnterAsync("bash");
        Assert.Equal(2, await unknown.EndAsync());
    }

    [Fact]
    public async Task Only_native_libraries_of_the_image_are_in_it() => Assert.Equal(
        ["linux-arm64", "linux-x64"],
        Directory.GetDirectories(Path.Combine(await deployables.Image, "runtimes")).Select(folder => Path.GetFileName(folder))
            .Where(name => name.Contains('-', StringComparison.Ordinal)).Order());

    private async Task<ChildProcess> EnterAsync(params IEnumerable<string> arguments)
    {
        Dockerfile file = Dockerfile.Read();
        string entry =
            Path.Combine(await deployables.Image, Path.GetFileName(Quoted().Match(file.Last("ENTRYPOINT")).Groups["text"].Value));
        return ChildProcess.Start(
            entry, arguments,
                file.Environment()
                    .Select(pair => (pair.Key, pair.Value.Replace(file.Last("VOLUME"), _data.Path, StringComparison.Ordinal))),
                        await deployables.Image);
    }

    private static string[] Files(string folder) =>
        [.. Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    [GeneratedRegex("\"(?<text>[^\"]*)\"")]
    private static partial Regex Quoted();

    [GeneratedRegex("^  (?<name>[a-z]+) ", RegexOptions.Multiline)]
    private static partial Regex Command();
}
