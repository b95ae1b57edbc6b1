using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace FaqBot.Indexer.Tests.Models;

public sealed class ModelsPullTests
{
    [Fact]
    public async Task Pull_says_what_it_did_in_plain_lines()
    {
        await using HubFixture fixture = await HubFixture.StartAsync();
        IndexerProcess.Result result = await fixture.RunAsync("pull", LocalHub.Model);
        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        Assert.Equal("'pytorch_model.bin' is not taken: loading a pickle file can run code", result.Lines[0]);
        Assert.Matches($@"^acme/tiny-zh: installed in {fixture.Installed}, 0\.3 MB, 0\.3 MB downloaded, \d+\.\d s$", result.Lines[1]);
        Assert.Equal("An encoder must be built from it before it can be used: models build acme/tiny-zh", result.Lines[2]);
        Assert.DoesNotContain('\u001b', result.Output);

        IndexerProcess.Result again = await fixture.RunAsync("pull", LocalHub.Model);
        Assert.Contains("acme/tiny-zh: was installed already in ", again.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pull_json_is_one_object()
    {
        await using HubFixture fixture = await HubFixture.StartAsync();
        IndexerProcess.Result result = await fixture.RunAsync("pull", LocalHub.Model, "--json");
        JsonElement report = JsonSerializer.Deserialize<JsonElement>(Assert.Single(result.Lines));
        Assert.Equal(
            ["id", "folder", "changed", "state", "kind", "dimensions", "bytes", "downloaded", "hub", "commit", "licence", "notes",
                "elapsedMs"],
            report.EnumerateObject().Select(member => member.Name));
        Assert.Equal(("to build", "checkpoint", LocalHub.Commit),
            (report.GetProperty("state").GetString(), report.GetProperty("kind").GetString(), report.GetProperty("commit").GetString()));
    }

    [Fact]
    public async Task Pull_over_a_cut_connection_goes_on_and_says_so()
    {
        await using HubFixture fixture = await HubFixture.StartAsync();
        fixture.Hub.Cuts.Enqueue(120_000);
        IndexerProcess.Result result = await fixture.RunAsync("pull", LocalHub.Model);
        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        Assert.Contains("acme/tiny-zh: The connection to 127.0.0.1 was cut. Goes on in 0.5 s.", result.Lines);
        Assert.Equal("bytes=120000-", fixture.Hub.Store.Requests.Last().Range);
        Assert.Equal(0, (await fixture.RunAsync("verify")).ExitCode);
    }

    [Fact]
    public async Task Pull_sends_the_token_to_the_hub_alone_and_never_shows_it()
    {
        await using HubFixture fixture = await HubFixture.StartAsync();
        IndexerProcess.Result result = await fixture.RunAsync(["pull", LocalHub.Model], ("HF_TOKEN", "hf_secret"));
        fixture.Hub.Hub.Instead.Enqueue(context => LocalHub.RefuseAsync(context, 403, "GatedRepo"));
        IndexerProcess.Result gated = await fixture.RunAsync(["pull", LocalHub.Model], ("HF_TOKEN", "hf_secret"));

        Assert.All(fixture.Hub.Hub.Requests, request => Assert.Equal("Bearer hf_secret", request.Authorization));
        Assert.All(fixture.Hub.Store.Requests, request => Assert.Null(request.Authorization));
        Assert.Equal((0, 6), (result.ExitCode, gated.ExitCode));
        Assert.DoesNotContain("hf_secret", result.Output + result.Errors + gated.Output + gated.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refusal_of_the_hub_exits_with_6()
    {
        await using HubFixture fixture = await HubFixture.StartAsync();
        IndexerProcess.Result result = await fixture.RunAsync("pull", "acme/absent@v2");
        Assert.Equal((6, ""), (result.ExitCode, result.Output));
        Assert.Contains("has no model 'acme/absent@v2', or does not show it (404)", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Offline_exits_with_6_and_the_commands_to_run()
    {
        await using HubFixture fixture = await HubFixture.StartAsync();
        IndexerProcess.Result option = await fixture.RunAsync("pull", LocalHub.Model, "--offline");
        IndexerProcess.Result variable = await fixture.RunAsync(["pull", LocalHub.Model], ("HF_HUB_OFFLINE", "1"));
        Assert.Equal((6, 6, option.Errors), (option.ExitCode, variable.ExitCode, variable.Errors));
        Assert.Contains("-- models pull acme/tiny-zh --models transfer\n", option.Errors, StringComparison.Ordinal);
        Assert.Contains("-- models import transfer/acme--tiny-zh\n", option.Errors, StringComparison.Ordinal);
        Assert.Empty(fixture.Hub.Hub.Requests);
    }

    [Fact]
    public async Task Endpoint_that_is_none_exits_with_6()
    {
        IndexerProcess.Result result = await IndexerProcess.RunAsync(["models", "pull", "a/b"], ("HF_ENDPOINT", "hub"));
        Assert.Equal((6, "HF_ENDPOINT is no address of a hub, expected for example https://huggingface.co; correct it or unset it.\n"),
            (result.ExitCode, result.Errors));
    }

    [Fact]
    public async Task Pull_beside_a_running_one_exits_with_4()
    {
        await using HubFixture fixture = await HubFixture.StartAsync();
        using IndexerProcess running = fixture.StartStuckPull();
        IndexerProcess.Result result = await fixture.RunAsync("pull", LocalHub.Model);
        Assert.Equal(4, result.ExitCode);
        Assert.Contains("another process pulls, imports or removes it", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pull_stopped_by_ctrl_c_exits_with_130_and_goes_on()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Sends a signal.");
        await using HubFixture fixture = await HubFixture.StartAsync();
        using IndexerProcess stuck = fixture.StartStuckPull();
        await HubFixture.InterruptAsync(stuck);
        IndexerProcess.Result stopped = await stuck.ResultAsync();
        Assert.Equal((130, "Stopped; what was downloaded of 'acme/tiny-zh' stays, and the next pull goes on from there.\n"),
            (stopped.ExitCode, stopped.Errors));
        await AssertGoesOnAsync(fixture);
    }

    [Fact]
    public async Task Pull_killed_goes_on()
    {
        await using HubFixture fixture = await HubFixture.StartAsync();
        using (IndexerProcess stuck = fixture.StartStuckPull())
        {
            stuck.Kill();
        }

        IndexerProcess.Result list = await fixture.RunAsync("list", "--json");
        Assert.DoesNotContain("tiny", list.Output, StringComparison.Ordinal);
        await AssertGoesOnAsync(fixture);
    }

    [Fact]
    public async Task Pull_from_modelscope_takes_its_own_endpoint()
    {
        await using HubFixture fixture = await HubFixture.StartAsync();
        IndexerProcess.Result result = await fixture.RunAsync(
            ["pull", LocalHub.Model, "--source", "modelscope"], ("MODELSCOPE_ENDPOINT", fixture.Hub.Hub.Address.ToString()),
                ("HF_ENDPOINT", "http://127.0.0.1:9"));
        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        Assert.Contains(fixture.Hub.Hub.Requests, request => request.Target.StartsWith("/api/v1/models/", StringComparison.Ordinal));
    }

    private static async Task AssertGoesOnAsync(HubFixture fixture)
    {
        Assert.False(Directory.Exists(fixture.Installed));
        Assert.Equal(0, (await fixture.RunAsync("pull", LocalHub.Model)).ExitCode);
        Assert.Equal(
            ("bytes=100000-", fixture.Hub.Tag), (fixture.Hub.Store.Requests.Last().Range, fixture.Hub.Store.Requests.Last().IfRange));
        Assert.Equal(0, (await fixture.RunAsync("verify")).ExitCode);
    }
}
