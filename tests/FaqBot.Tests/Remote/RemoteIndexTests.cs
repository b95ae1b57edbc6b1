using System.Text.Json;
using FaqBot.Tests.Running;

namespace FaqBot.Tests.Remote;

/// <summary>The indexer with an encoder elsewhere.</summary>
public sealed class RemoteIndexTests : IAsyncLifetime
{
    private const int ModelFault = 4;

    private readonly TemporaryFolder _folder = new();
    private RemoteModel? _remote;

    private RemoteModel Remote => _remote!;

    public async ValueTask InitializeAsync() => _remote = await RemoteModel.StartedAsync();

    public async ValueTask DisposeAsync()
    {
        await Remote.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Index_by_the_services_variables_makes_a_version_that_the_service_answers_from()
    {
        (int code, string output) = await IndexAsync(Variables());
        Assert.True(code == 0, output);
        JsonElement report = JsonElement.Parse(output.Split('\n')[0]);
        Assert.Equal((RemoteModel.Name, true), (report.GetProperty("model").GetString(), report.GetProperty("changed").GetBoolean()));
        int encoded = Remote.Texts;
        Assert.InRange(encoded, report.GetProperty("encoded").GetInt32(), 2_000);

        // The same by the options; the key only comes from the environment.
        (code, output) = await IndexAsync(
            Variables().Where(variable => variable.Path.EndsWith("ApiKey", StringComparison.Ordinal)), "--remote", Remote.Endpoint,
                "--remote-model", RemoteModel.Name);
        Assert.True(code == 0, output);
        Assert.False(JsonElement.Parse(output.Split('\n')[0]).GetProperty("changed").GetBoolean());
        Assert.Equal(["Bearer " + RemoteModel.Key], Remote.Authorizations.Keys);

        await using ServiceProcess service =
            await ServiceProcess.StartReadyAsync([("Storage:Path", Database), ("Knowledge:IndexAtStart", "false"), .. Remote.Options]);
        Reply reply = await service.Client.AskAsync("發票抬頭打錯了");
        Assert.Equal(("answer", "invoice-title-wrong"), (reply.Decision, reply.Answer?.EntryId));
        Assert.InRange(Remote.Texts, encoded + 1, encoded + 10);
    }

    [Fact]
    public async Task Index_without_the_remote_model_says_so_and_publishes_nothing()
    {
        await Remote.StopAsync();
        (int code, string output) = await IndexAsync(Variables(("Encoder:Remote:Dimensions", "384"), ("Encoder:Remote:Attempts", "1")));
        Assert.Equal(ModelFault, code);
        Assert.Contains("cannot be connected to", output, StringComparison.Ordinal);
        Assert.DoesNotContain(RemoteModel.Key, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Index_with_wrong_dimensions_is_refused()
    {
        (int code, string output) = await IndexAsync(Variables(("Encoder:Remote:SendDimensions", "false")), "--dimensions", "100");
        Assert.Equal(ModelFault, code);
        Assert.Contains("has 384 components, expected 100; check Model and Dimensions", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Index_of_too_few_questions_to_fit_a_confidence_is_refused()
    {
        string file = new KnowledgeDraft("few", new DraftEntry("one", "How do I return a parcel?", "So.")).Write(_folder.File("few.json"));
        (int code, string output) = await IndexAsync(Variables(), "--input", file);
        Assert.Equal(ModelFault, code);
        Assert.Contains("'few' has too few questions to fit it on (expected 12 that have alternates", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Faulty_settings_are_reported_together()
    {
        (int code, string output) = await IndexAsync(
            Variables(("Encoder:Remote:Dimension", "3"), ("Encoder:Remote:Timeout", "soon"), ("Encoder:Remote:BreakAfter", "0")));
        Assert.Equal(ModelFault, code);
        foreach (string fault in new[]
        {
            "FaqBot__Encoder__Remote__Dimension: unknown; known are FaqBot__Encoder__Remote__Endpoint,",
            "FaqBot__Encoder__Remote__Timeout is 'soon', expected a duration such as 00:00:02.500", "BreakAfter is 0, expected 1 to 1000",
        })
        {
            Assert.Contains(fault, output, StringComparison.Ordinal);
        }

        (code, output) = await IndexAsync([], "--remote", Remote.Endpoint, "--model", Repository.BundledModel);
        Assert.Equal(2, code);
        Assert.Contains("expected one of them", output, StringComparison.Ordinal);
    }

    private string Database => _folder.File("faq.db");

    private IEnumerable<(string Path, string Value)> Variables(params (string Path, string Value)[] more) => Remote.Options.Concat(more);

    private async Task<(int Code, string Output)> IndexAsync(IEnumerable<(string Path, string Value)> variables, params string[] arguments)
    {
        await using ChildProcess indexer = ChildProcess.Start(
            "dotnet",
            [Repository.Indexer, "index", "--json", "--output", Database, .. arguments],
            variables.Select(variable => ("FaqBot__" + variable.Path.Replace(":", "__", StringComparison.Ordinal), variable.Value)));
        return (await indexer.EndAsync(), indexer.Output);
    }
}
