using System.Net;
using FaqBot.Tests.QnaMaker;
using FaqBot.Tests.Running;

namespace FaqBot.Tests.EndpointKeys;

public sealed class EndpointKeyTests(SampleDatabase sample) : IDisposable
{
    private const string Maker = "qnamaker/knowledgebases/{0}/generateAnswer";
    private const string Project = "language/:query-knowledgebases?projectName={0}&api-version=2021-10-01";
    private const string Text = "language/:query-text?api-version=2021-10-01";
    private const string Body = """{"question": "hello"}""";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Key_counts_in_either_header_or_in_both()
    {
        string database = await sample.CopyToAsync(_folder.Path);
        string key = await CreateAsync(database, "chitchat");
        await using ServiceProcess service = await ServiceProcess.StartReadyAsync(("Storage:Path", database));
        foreach (string route in new[] { Maker, Project })
        {
            string path = string.Format(System.Globalization.CultureInfo.InvariantCulture, route, "chitchat");
            Assert.Equal(HttpStatusCode.OK, await AskAsync(service, path, ("Authorization", $"EndpointKey {key}")));
            Assert.Equal(HttpStatusCode.OK, await AskAsync(service, path, ("authorization", $"endpointkey  {key}")));
            Assert.Equal(HttpStatusCode.OK, await AskAsync(service, path, ("Ocp-Apim-Subscription-Key", key)));
            Assert.Equal(HttpStatusCode.OK,
                await AskAsync(service, path, ("Authorization", $"EndpointKey {key}"), ("Ocp-Apim-Subscription-Key", key)));
            Assert.Equal(
                HttpStatusCode.OK, await AskAsync(service, path, ("Authorization", "Bearer other"), ("Ocp-Apim-Subscription-Key", key)));
            foreach (string wrong in new[] { "", key[..^1], key + "x", key.ToUpperInvariant() + "-", new string('x', 5_000) })
            {
                Assert.Equal(HttpStatusCode.Unauthorized,
                    await AskAsync(service, path, ("Authorization", $"EndpointKey {wrong}"), ("Ocp-Apim-Subscription-Key", wrong)));
            }

            Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(service, path));
        }

        Assert.DoesNotContain(key, service.Log, StringComparison.Ordinal);
        await service.LoggedAsync("knowledge bases with keys: chitchat");
    }

    [Fact]
    public async Task Key_of_another_knowledge_base_opens_nothing_and_tells_nothing()
    {
        string database = await sample.CopyToAsync(_folder.Path);
        string shop = await CreateAsync(database, "shop");
        await CreateAsync(database, "chitchat");
        await using ServiceProcess service =
            await ServiceProcess.StartReadyAsync(("Storage:Path", database), ("EndpointKeys:Anonymous", "None"));
        Assert.Equal(HttpStatusCode.Unauthorized,
            await AskAsync(service, "knowledgebases/chitchat/generateAnswer", ("Ocp-Apim-Subscription-Key", shop)));
        Assert.Equal(
            HttpStatusCode.NotFound, await AskAsync(service, "knowledgebases/nothing/generateAnswer", ("Ocp-Apim-Subscription-Key", shop)));

        // Without any right key what exists cannot be told from what does not.
        (HttpStatusCode, string?, string) exists = await RefusalAsync(service, "knowledgebases/chitchat/generateAnswer");
        Assert.Equal(exists, await RefusalAsync(service, "knowledgebases/nothing/generateAnswer"));
        Assert.Equal(HttpStatusCode.Unauthorized, exists.Item1);
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(service, Text));
        Assert.Equal(HttpStatusCode.BadRequest, await AskAsync(service, Text, ("Ocp-Apim-Subscription-Key", shop)));
    }

    [Fact]
    public async Task Running_service_follows_rotation_and_revocation_within_a_second()
    {
        string database = await sample.CopyToAsync(_folder.Path);
        string first = await CreateAsync(database, "chitchat");
        string second = await CreateAsync(database, "chitchat");
        await using ServiceProcess service = await ServiceProcess.StartReadyAsync(("Storage:Path", database));
        Assert.Equal(HttpStatusCode.OK, await AskAsync(service, first));
        string third = (await IndexerProcess.RunAsync("keys", "rotate", "chitchat", "--slot", "primary", "-o", database)).Trim();
        await FollowsAsync(async () => await AskAsync(service, third) == HttpStatusCode.OK);
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(service, first));
        Assert.Equal(HttpStatusCode.OK, await AskAsync(service, second));
        await IndexerProcess.RunAsync("keys", "revoke", "chitchat", "--slot", "secondary", "-o", database);
        await FollowsAsync(async () => await AskAsync(service, second) == HttpStatusCode.Unauthorized);
        Assert.Equal(HttpStatusCode.OK, await AskAsync(service, third));
        await IndexerProcess.RunAsync("keys", "revoke", "chitchat", "-o", database);
        await FollowsAsync(async () => await AskAsync(service, "any") == HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("None", HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized)]
    [InlineData("Local", HttpStatusCode.OK, HttpStatusCode.Unauthorized)]
    [InlineData("All", HttpStatusCode.OK, HttpStatusCode.OK)]
    public async Task Knowledge_base_without_key_answers_whom_the_option_names(
        string anonymous, HttpStatusCode local, HttpStatusCode forwarded)
    {
        string database = await sample.CopyToAsync(_folder.Path);
        await using ServiceProcess service =
            await ServiceProcess.StartReadyAsync(("Storage:Path", database), ("EndpointKeys:Anonymous", anonymous));
        Assert.Equal(local, await AskAsync(service, "any"));
        Assert.Equal(forwarded, await AskAsync(service, "knowledgebases/chitchat/generateAnswer", ("X-Forwarded-For", "203.0.113.7")));
        await service.LoggedAsync($"those without answer: {anonymous}");
    }

    [Fact]
    public async Task Database_holds_no_key()
    {
        string database = await sample.CopyToAsync(_folder.Path);
        string key = await CreateAsync(database, "shop");
        Assert.Equal(43, key.Length);
        foreach (string file in Directory.GetFiles(_folder.Path))
        {
            Assert.Equal(-1, File.ReadAllBytes(file).AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(key)));
        }

        Assert.DoesNotContain(key, await IndexerProcess.RunAsync("keys", "list", "-o", database), StringComparison.Ordinal);
    }

    private static async Task<string> CreateAsync(string database, string kb) =>
        (await IndexerProcess.RunAsync("keys", "create", kb, "-o", database)).Trim();

    private static Task<HttpStatusCode> AskAsync(ServiceProcess service, string key) =>
        AskAsync(service, "knowledgebases/chitchat/generateAnswer", ("Ocp-Apim-Subscription-Key", key));

    private static async Task<HttpStatusCode> AskAsync(ServiceProcess service, string path, params (string Name, string Value)[] headers) =>
        (await Kiosk.SendAsync(service.Client, path, Body, headers)).Status;

    private static async Task<(HttpStatusCode, string?, string)> RefusalAsync(ServiceProcess service, string path)
    {
        (HttpStatusCode status, string? type, System.Text.Json.JsonElement json) = await Kiosk.SendAsync(
            service.Client, path, Body, ("Ocp-Apim-Subscription-Key", "wrong"));
        return (status, type, json.ToString());
    }

    private static Task<TimeSpan> FollowsAsync(Func<Task<bool>> condition) =>
        Eventually.TrueAsync("the service follows", TimeSpan.FromSeconds(5), condition);
}
