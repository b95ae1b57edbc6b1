using System.Net;
using FaqBot.Tests.Running;

namespace FaqBot.Tests.Errors;

public sealed class QuietLogTests(SampleDatabase sample)
{
    private const string UserText = "geheim4711";

    [Fact]
    public async Task Log_holds_nothing_that_users_typed_and_no_error_when_they_leave()
    {
        using TemporaryFolder folder = new();
        await using ServiceProcess service = await ServiceProcess.StartReadyAsync(("Storage:Path", await sample.CopyToAsync(folder.Path)));
        await SendQuestionsAsync(service);
        for (int i = 0; i < 20; i++)
        {
            await LeaveAsync(service, $$"""{"question":"{{UserText}} {{i}}"}""");
        }

        // The service is as well as before.
        Assert.Equal("answer", (await service.Client.AskAsync("发票抬头写错了怎么办")).Decision);
        Assert.Equal(0, await service.StopAsync());
        Assert.DoesNotContain(UserText, service.Log, StringComparison.OrdinalIgnoreCase);
        Assert.False(service.Log.Contains("warn:", StringComparison.Ordinal), service.Log);
        Assert.DoesNotContain("fail:", service.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("crit:", service.Log, StringComparison.Ordinal);
    }

    private static async Task SendQuestionsAsync(ServiceProcess service)
    {
        (object Body, HttpStatusCode Status)[] requests =
        [
            (new { question = UserText }, HttpStatusCode.OK),
            (new { question = UserText, context = new { previousEntryId = UserText, previousQuestion = UserText } }, HttpStatusCode.OK),
            (new { question = UserText, filters = new { metadata = new[] { new { name = UserText, value = UserText } } } },
                HttpStatusCode.OK),
            (new { question = UserText, kb = UserText }, HttpStatusCode.NotFound),
            (new { question = UserText, top = UserText }, HttpStatusCode.BadRequest),
            (new { question = UserText, geheim4711 = UserText }, HttpStatusCode.BadRequest),
            (new { question = UserText + new string('x', 1000) }, HttpStatusCode.BadRequest),
            (UserText, HttpStatusCode.BadRequest),
            (new { question = UserText + new string('x', 70_000) }, HttpStatusCode.RequestEntityTooLarge),
        ];
        foreach ((object body, HttpStatusCode status) in requests)
        {
            using HttpResponseMessage response = await service.Client.PostAskAsync(body);
            Assert.Equal(status, response.StatusCode);
        }

        using HttpResponseMessage unknown = await service.Client.GetAsync(
            new Uri($"{UserText}?q={UserText}", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
    }

    private static async Task LeaveAsync(ServiceProcess service, string body)
    {
        string head = $"POST /api/v1/ask HTTP/1.1\r\nHost: test\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n";
        await RawHttp.SendAndResetAsync(service.Address, head);
        await RawHttp.SendAndResetAsync(service.Address, head + body[..^3]);
        await RawHttp.SendAndResetAsync(service.Address, head + body);
    }
}
