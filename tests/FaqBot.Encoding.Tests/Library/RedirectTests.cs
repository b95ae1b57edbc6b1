using FaqBot.Encoding.Library;
using FaqBot.Encoding.Library.Hubs;

namespace FaqBot.Encoding.Tests.Library;

public sealed class RedirectTests
{
    [Fact]
    public async Task Token_goes_to_the_hub_and_not_to_where_it_leads()
    {
        await using Pulling pulling = await Pulling.StartAsync();
        pulling.Options = pulling.Options with { Token = "hf_secret" };
        await pulling.PullAsync();
        Assert.All(pulling.Hub.Hub.Requests, request => Assert.Equal("Bearer hf_secret", request.Authorization));
        Assert.NotEmpty(pulling.Hub.Store.Requests);
        Assert.All(pulling.Hub.Store.Requests, request => Assert.Null(request.Authorization));
        Assert.All(
            Directory.GetFiles(pulling.Library.Folder, "*", SearchOption.AllDirectories),
            file => Assert.DoesNotContain("hf_secret", File.ReadAllText(file), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Redirect_within_the_hub_keeps_the_token()
    {
        await using Pulling pulling = await Pulling.StartAsync();
        pulling.Options = pulling.Options with { Token = "hf_secret" };
        pulling.Hub.Hub.Instead.Enqueue(context =>
        {
            context.Response.StatusCode = 307;
            context.Response.Headers.Location = "/api/models/acme/tiny-zh/revision/main?blobs=true&again=1";
            return Task.CompletedTask;
        });
        await pulling.PullAsync();
        Assert.Equal("Bearer hf_secret", pulling.Hub.Hub.Requests.ElementAt(1).Authorization);
    }

    [Fact]
    public async Task Redirects_without_end_are_given_up()
    {
        await using Pulling pulling = await Pulling.StartAsync();
        for (int i = 0; i < 20; i++)
        {
            pulling.Hub.Hub.Instead.Enqueue(context =>
            {
                context.Response.Redirect("/next");
                return Task.CompletedTask;
            });
        }

        Assert.Contains(
            "leads from one address to the next more than 8 times", await pulling.RefusedAsync<HubException>(), StringComparison.Ordinal);
        Assert.Equal(9, pulling.Hub.Hub.Requests.Count);
    }

    [Theory]
    [InlineData("file:///etc/passwd")]
    [InlineData("ftp://example.org/model")]
    [InlineData("https://user:word@example.org/model")]
    [InlineData(null)]
    public async Task Redirect_to_what_is_no_web_address_is_refused(string? location)
    {
        await using Pulling pulling = await Pulling.StartAsync();
        pulling.Hub.Hub.Instead.Enqueue(context =>
        {
            context.Response.StatusCode = 302;
            context.Response.Headers.Location = location;
            return Task.CompletedTask;
        });
        string message = await pulling.RefusedAsync<HubException>();
        Assert.Contains("expected an https address", message, StringComparison.Ordinal);
        Assert.DoesNotContain("word", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ModelScope_list_and_files_are_understood()
    {
        await using Pulling pulling = await Pulling.StartAsync();
        pulling.Options = pulling.Options with { Token = "ms_secret" };
        PullResult result = await pulling.PullAsync(new ModelScopeHub(pulling.Options));
        Assert.Equal(("Apache License 2.0", null), (result.Model.Source!.Licence, result.Model.Source.Commit));
        Assert.Contains("/api/v1/models/acme/tiny-zh/repo?Revision=master&FilePath=1_Pooling%2Fconfig.json",
            pulling.Hub.Hub.Requests.Select(request => request.Target));
        Assert.All(pulling.Hub.Store.Requests, request => Assert.Null(request.Authorization));
        Assert.Empty(pulling.Library.Verify(Pulling.Id(LocalHub.Model), ModelCatalog.Empty));

        // No commit tells that nothing has changed: the checksums do.
        Assert.False((await pulling.PullAsync(new ModelScopeHub(pulling.Options))).Changed);
        pulling.Hub.Files["config.json"][^1] = (byte)' ';
        Assert.True((await pulling.PullAsync(new ModelScopeHub(pulling.Options))).Changed);
    }

    [Fact]
    public async Task ModelScope_range_under_status_200_is_a_range()
    {
        await using Pulling pulling = await Pulling.StartAsync();
        pulling.Hub.SendsRangesAsOk = true;
        pulling.Hub.Cuts.Enqueue(120_000);
        await pulling.PullAsync(new ModelScopeHub(pulling.Options));
        Assert.Equal(2, pulling.Hub.Store.Requests.Count);
        Assert.Empty(pulling.Library.Verify(Pulling.Id(LocalHub.Model), ModelCatalog.Empty));
    }
}
