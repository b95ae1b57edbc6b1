using System.Net;
using System.Net.WebSockets;
using FaqBot.Tests.DirectLine;
using FaqBot.Tests.Running;

namespace FaqBot.Tests.Errors;

/// <summary>Neither keys nor texts, right or wrong, come out in the log or in an error, whichever door they came in by.</summary>
public sealed class SecretLogTests(SampleDatabase sample)
{
    private const string UserText = "geheim4711";
    private const string ApiKey = "secret4712-of-the-api";
    private const string AdminKey = "secret4713-of-the-admin";
    private const string LineSecret = "secret4714-of-direct-line";
    private const string WrongKey = "secret4715-that-is-wrong";

    private static readonly string[] Marks = [UserText, "secret4712", "secret4713", "secret4714", "secret4715"];

    [Fact]
    public async Task No_door_lets_secrets_or_texts_into_the_log_or_an_error()
    {
        using TemporaryFolder folder = new();
        await using ServiceProcess service = await ServiceProcess.StartReadyAsync(
            ("Storage:Path", await sample.CopyToAsync(folder.Path)), ("Http:ApiKey", ApiKey), ("Admin:Key", AdminKey),
                ("DirectLine:Secrets:0", LineSecret));
        List<string> told = [];
        foreach ((string method, string path) in await Doors.AllAsync(service.Client))
        {
            foreach (string authorization in Authorizations())
            {
                foreach (string body in Bodies())
                {
                    await SendAsync(service.Client, method, path, authorization, body, told);
                }
            }
        }

        Talk talk = await service.Client.TalkAsync(secret: LineSecret);
        await talk.SayAsync(UserText);
        await (talk with { Token = talk.Token + UserText }).GetAsync();
        using (ClientWebSocket socket = new())
        {
            await Assert.ThrowsAsync<WebSocketException>(() =>
                socket.ConnectAsync(new Uri(talk.StreamUrl + UserText), TestContext.Current.CancellationToken));
        }

        await RawHttp.SendAsync(
            service.Address, $"GET /{UserText} HTTP/1.1\r\nHost: a\r\nHost: {UserText}\r\nAuthorization: Bearer {WrongKey}\r\n\r\n");
        await RawHttp.SendAsync(
            service.Address, $"GET /healthz HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {WrongKey}{new string('x', 40_000)}\r\n\r\n");
        Assert.Equal(0, await service.StopAsync());
        Assert.Empty(told);
        Assert.All([.. Marks, talk.Token], mark => Assert.DoesNotContain(mark, service.Log, StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain("fail:", service.Log, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Authorizations() =>
        [$"Bearer {ApiKey}", $"Bearer {LineSecret}", $"Bearer {WrongKey}", $"EndpointKey {WrongKey}", WrongKey];

    private static IEnumerable<string> Bodies() =>
    [
        $$"""{"question":"{{UserText}}","inputs":"{{UserText}}","input":"{{UserText}}","type":"message","text":"{{UserText}}","from":{"id":"{{UserText}}"} }""",
        $$"""{"question":"{{UserText}}","sentence_a":"{{UserText}}","sentence_b":"{{UserText}}","query":"{{UserText}}","texts":["{{UserText}}"],"inputs":["{{UserText}}"]}""",
        $$"""{"{{UserText}}":"{{UserText}}" {{UserText}}""",
    ];

    private static async Task SendAsync(HttpClient client, string method, string path, string authorization, string body, List<string> told)
    {
        using HttpRequestMessage request = new(new HttpMethod(method), path);
        request.Headers.TryAddWithoutValidation("Authorization", authorization);
        request.Headers.TryAddWithoutValidation("Ocp-Apim-Subscription-Key", WrongKey);
        if (method is "POST" or "PUT")
        {
            request.Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        }

        using HttpResponseMessage response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        string reply = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        if (response.StatusCode >= HttpStatusCode.BadRequest && Marks.Any(mark => reply.Contains(mark, StringComparison.OrdinalIgnoreCase)))
        {
            told.Add($"{method} {path}: {reply}");
        }
    }
}
