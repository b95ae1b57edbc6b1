using System.Net;
using System.Text.Json;
using FaqBot.Tests.Running;

namespace FaqBot.Tests.Errors;

[Collection(ErrorCollection.Name)]
public sealed class RequestIdTests(ErrorService service)
{
    private const string Header = "X-Request-Id";

    [Theory]
    [InlineData("/healthz")]
    [InlineData("/")]
    [InlineData("/nothing")]
    [InlineData("/v1/nothing")]
    [InlineData("/v3/directline/nothing")]
    public async Task Id_that_is_well_formed_comes_back_with_every_reply(string path)
    {
        (string id, _) = await SendAsync(path, "Order-12.a_B");
        Assert.Equal("Order-12.a_B", id);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("two words")]
    [InlineData("line%0abreak;{}")]
    [InlineData("<script>")]
    [InlineData("12345678901234567890123456789012345678901234567890123456789012345")]
    public async Task Other_ids_are_replaced(string? stated)
    {
        (string first, _) = await SendAsync("/nothing", stated);
        (string second, _) = await SendAsync("/nothing", stated);
        Assert.Matches("^[0-9a-f]{32}$", first);
        Assert.NotEqual(first, second);
    }

    [Fact]
    public async Task Problem_names_the_id_of_its_request()
    {
        (string id, string body) = await SendAsync("/api/v1/nothing", null);
        Assert.Equal(id, JsonElement.Parse(body).GetProperty("requestId").GetString());
    }

    [Fact]
    public async Task Log_lines_of_a_request_stand_in_the_scope_of_its_id()
    {
        using TemporaryFolder folder = new();
        await using ServiceProcess process = await ServiceProcess.StartAsync(
            ("Storage:Path", folder.File("faq.db")), ("Logging__Console__FormatterName", "simple"),
                ("Logging__Console__FormatterOptions__IncludeScopes", "true"));
        using HttpRequestMessage request = new(HttpMethod.Post, "api/messages");
        request.Headers.Add(Header, "findme-4711");
        request.Headers.Add("X-Forwarded-For", "203.0.113.7");
        using HttpResponseMessage response = await process.Client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        await Eventually.TrueAsync(
            "the log names the id", TimeSpan.FromSeconds(10), () =>
                process.Log.Contains("RequestId:findme-4711", StringComparison.Ordinal));
    }

    private async Task<(string Id, string Body)> SendAsync(string path, string? id)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, path);
        if (id is not null)
        {
            request.Headers.TryAddWithoutValidation(Header, id);
        }

        using HttpResponseMessage response = await service.Client.SendAsync(request, TestContext.Current.CancellationToken);
        return (Assert.Single(response.Headers.GetValues(Header)),
            await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
