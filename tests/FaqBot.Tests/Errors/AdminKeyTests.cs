using System.Net;
using System.Net.Http.Headers;
using FaqBot.Tests.Running;

namespace FaqBot.Tests.Errors;

[Collection(ErrorCollection.Name)]
public sealed class AdminKeyTests(ErrorService withoutKey, SampleDatabase sample)
{
    private const string Key = "0123456789abcdef";

    [Fact]
    public async Task Reload_without_a_configured_key_is_forbidden()
    {
        using HttpResponseMessage response = await ReloadAsync(withoutKey.Client, "shop", new("Bearer", Key));
        Problem problem = await Problem.ReadAsync(response, HttpStatusCode.Forbidden);
        Assert.Contains("FaqBot:Admin:Key", problem.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reload_needs_the_configured_key()
    {
        using TemporaryFolder folder = new();
        await using ServiceProcess service = await ServiceProcess.StartReadyAsync(
            ("Storage:Path", await sample.CopyToAsync(folder.Path)), ("Admin:Key", Key), ("Knowledge:IndexAtStart", "false"));
        AuthenticationHeaderValue?[] wrong =
            [null, new("Bearer", "0123456789abcdeX"), new("Bearer", Key + "0"), new("Bearer"), new("Basic", Key)];
        foreach (AuthenticationHeaderValue? authorization in wrong)
        {
            using HttpResponseMessage refused = await ReloadAsync(service.Client, "shop", authorization);
            await Problem.ReadAsync(refused, HttpStatusCode.Unauthorized);
            Assert.Equal("Bearer", refused.Headers.WwwAuthenticate.ToString());
        }

        using HttpResponseMessage reloaded = await ReloadAsync(service.Client, "shop", new("Bearer", Key));
        Assert.Equal(HttpStatusCode.OK, reloaded.StatusCode);
        Assert.Contains(
            "\"version\":1", await reloaded.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        using HttpResponseMessage unknown = await ReloadAsync(service.Client, "nothing", new("bearer", Key));
        await Problem.ReadAsync(unknown, HttpStatusCode.NotFound);
        Assert.DoesNotContain(Key, service.Log, StringComparison.Ordinal);
    }

    private static async Task<HttpResponseMessage> ReloadAsync(HttpClient client, string kb, AuthenticationHeaderValue? authorization)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, $"api/v1/kbs/{kb}/reload");
        request.Headers.Authorization = authorization;
        return await client.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
