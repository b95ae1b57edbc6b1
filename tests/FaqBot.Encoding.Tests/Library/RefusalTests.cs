using FaqBot.Encoding.Library.Hubs;

namespace FaqBot.Encoding.Tests.Library;

public sealed class RefusalTests
{
    [Theory]
    [InlineData(403, "GatedRepo", "'acme/tiny-zh' is given only to accounts that accepted its conditions (HUB answered 403); "
        + "accept them on HUB/acme/tiny-zh and set HF_TOKEN to a token of an account that may read it.")]
    [InlineData(401, "RepoNotFound", "HUB has no model 'acme/tiny-zh', or does not show it (401); check the name and its case; "
        + "if the model is private, set HF_TOKEN to a token of an account that may read it.")]
    [InlineData(404, "RevisionNotFound", "'acme/tiny-zh' has no revision '' (HUB answered 404); look for its name on HUB/acme/tiny-zh.")]
    [InlineData(404, null, "HUB has no model 'acme/tiny-zh', or does not show it (404); check the name and its case; "
        + "if the model is private, set HF_TOKEN to a token of an account that may read it.")]
    [InlineData(401, null, "HUB refuses 'acme/tiny-zh' (401); if the model is private or asks for an agreement, give it there and "
        + "set HF_TOKEN to a token of an account that may read it.")]
    [InlineData(400, null, "HUB answered 400 for 'acme/tiny-zh', expected its files; check that HUB/ is a hub of models.")]
    public async Task Refusal_says_what_to_do_and_is_not_repeated(int status, string? code, string expected)
    {
        await using Pulling pulling = await Pulling.StartAsync();
        pulling.Hub.Hub.Instead.Enqueue(context => LocalHub.RefuseAsync(context, status, code));
        Assert.Equal(
            expected.Replace("HUB", pulling.Options.Endpoint.GetLeftPart(UriPartial.Authority), StringComparison.Ordinal),
                await pulling.RefusedAsync<HubException>());
        Assert.Single(pulling.Hub.Hub.Requests);
    }

    [Fact]
    public async Task Refusal_of_a_token_says_so_without_it()
    {
        await using Pulling pulling = await Pulling.StartAsync();
        pulling.Options = pulling.Options with { Token = "hf_secret" };
        pulling.Hub.Hub.Instead.Enqueue(context => LocalHub.RefuseAsync(context, 403, "GatedRepo"));
        string message = await pulling.RefusedAsync<HubException>();
        Assert.Contains("the token of HF_TOKEN may not read it, use that of another account", message, StringComparison.Ordinal);
        Assert.DoesNotContain("hf_secret", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task File_that_is_listed_and_not_there_is_named()
    {
        await using Pulling pulling = await Pulling.StartAsync();
        pulling.Hub.Hub.Instead.Enqueue(null);
        pulling.Hub.Hub.Instead.Enqueue(context => LocalHub.RefuseAsync(context, 404, "EntryNotFound"));
        Assert.Contains(
            "is not there (404), though the hub lists it", await pulling.RefusedAsync<HubException>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answer_that_is_no_list_is_refused()
    {
        await using Pulling pulling = await Pulling.StartAsync();
        pulling.Hub.Hub.Instead.Enqueue(context => context.Response.Body.WriteAsync("<html>"u8.ToArray()).AsTask());
        Assert.Contains("something that is no list of files", await pulling.RefusedAsync<HubException>(), StringComparison.Ordinal);
        pulling.Hub.Hub.Instead.Enqueue(context => context.Response.Body.WriteAsync("""{"siblings": 7}"""u8.ToArray()).AsTask());
        Assert.Contains("in a form that is not known", await pulling.RefusedAsync<HubException>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Offline_says_what_is_missing_and_how_to_bring_it()
    {
        await using Pulling pulling = await Pulling.StartAsync();
        pulling.Options = pulling.Options with { Offline = true };
        pulling.Catalog = Catalogs.With(LocalHub.Model, "model.safetensors");
        string[] lines = (await pulling.RefusedAsync<HubException>("acme/tiny-zh@v1")).Split('\n');
        Assert.Equal(
            [
                $"'acme/tiny-zh' is not in '{pulling.Library.Folder}', and nothing may be downloaded here (--offline or HF_HUB_OFFLINE).",
                "Missing: model.safetensors with configuration and tokenizer, about 96 MB.",
                "On a machine that may download: dotnet run --project src/FaqBot.Indexer -- models pull acme/tiny-zh@v1 --models transfer",
                "Bring the folder transfer/acme--tiny-zh to this machine.",
                "Here: dotnet run --project src/FaqBot.Indexer -- models import transfer/acme--tiny-zh",
            ],
            lines);
        Assert.Empty(pulling.Hub.Hub.Requests);
    }

    [Fact]
    public async Task Offline_with_the_model_there_is_content()
    {
        await using Pulling pulling = await Pulling.StartAsync();
        await pulling.PullAsync();
        pulling.Hub.Hub.Requests.Clear();
        pulling.Options = pulling.Options with { Offline = true };
        Assert.False((await pulling.PullAsync()).Changed);
        Assert.Empty(pulling.Hub.Hub.Requests);
    }
}
