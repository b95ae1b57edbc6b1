using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace FaqBot.Tests.BotFramework;

/// <summary>How channels are called that cannot take a reply at once.</summary>
[Collection(BotCollection.Name)]
public sealed class ConnectorTests(BotService service)
{
    private const string Known = "发票抬头写错了怎么办";

    [Theory]
    [InlineData(429)]
    [InlineData(412)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task Passing_refusal_is_tried_again_when_the_channel_says(int status)
    {
        service.Cloud.Instead.Enqueue(Refuse(status, "0"));
        (HttpStatusCode answer, int calls) = await SendAsync();
        Assert.Equal((HttpStatusCode.OK, 2), (answer, calls));
    }

    [Fact]
    public async Task Channel_that_never_takes_a_reply_is_given_up_after_three_attempts()
    {
        for (int i = 0; i < 3; i++)
        {
            service.Cloud.Instead.Enqueue(Refuse(503, "0"));
        }

        Assert.Equal((HttpStatusCode.BadGateway, 3), await SendAsync());
    }

    [Fact]
    public async Task Channel_that_asks_for_more_patience_than_allowed_is_not_called_again()
    {
        service.Cloud.Instead.Enqueue(Refuse(429, "3600"));
        Assert.Equal((HttpStatusCode.BadGateway, 1), await SendAsync());
    }

    [Theory]
    [InlineData(400)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(500)]
    public async Task Lasting_refusal_is_not_tried_again(int status)
    {
        service.Cloud.Instead.Enqueue(Refuse(status, null));
        Assert.Equal((HttpStatusCode.BadGateway, 1), await SendAsync());
    }

    [Fact]
    public async Task Token_that_the_channel_refuses_is_replaced_once()
    {
        service.Cloud.Instead.Enqueue(Refuse(401, null));
        JsonObject activity = service.Activity(Known);
        Assert.Equal(HttpStatusCode.OK, (await service.SendAsync(activity, service.Tokens.Header())).Status);
        Asked[] sent = service.Cloud.SentTo((string)activity["conversation"]!["id"]!);
        Assert.Equal(2, sent.Length);
        Assert.NotEqual(sent[0].Authorization, sent[1].Authorization);
        service.Cloud.Instead.Enqueue(Refuse(401, null));
        service.Cloud.Instead.Enqueue(Refuse(401, null));
        Assert.Equal((HttpStatusCode.BadGateway, 2), await SendAsync());
    }

    [Fact]
    public async Task Redirect_is_not_followed_with_the_token()
    {
        service.Cloud.Instead.Enqueue(context =>
        {
            context.Response.Redirect(service.Cloud.Address + "/elsewhere", permanent: false, preserveMethod: true);
            return Task.CompletedTask;
        });
        Assert.Equal((HttpStatusCode.BadGateway, 1), await SendAsync());
        Assert.DoesNotContain(service.Cloud.Requests, request => request.Path.StartsWith("/elsewhere", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Reply_that_failed_can_be_asked_for_again_with_the_same_id()
    {
        service.Cloud.Instead.Enqueue(Refuse(400, null));
        JsonObject activity = service.Activity(Known);
        Assert.Equal(HttpStatusCode.BadGateway, (await service.SendAsync(activity, service.Tokens.Header())).Status);
        Assert.Equal(HttpStatusCode.OK, (await service.SendAsync(activity, service.Tokens.Header())).Status);
        Assert.Equal(2, service.Cloud.SentTo((string)activity["conversation"]!["id"]!).Length);
    }

    [Fact]
    public async Task Token_is_fetched_once_for_many_replies_from_the_bots_own_tenant()
    {
        await using BotServiceWith fresh = await BotServiceWith.StartAsync(service);
        int before = Logins().Length;
        HttpStatusCode[] answers =
            await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => fresh.SendAsync(service.Activity(Known), service.Tokens.Header())));
        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer));
        Asked login = Assert.Single(Logins()[before..]);
        Assert.Equal($"/login/{BotServiceBase.Tenant}/oauth2/v2.0/token", login.Path);
        Assert.Equal(
            [
                $"client_id={BotServiceBase.AppId}", "client_info=2", $"client_secret={BotServiceBase.Secret}",
                    "grant_type=client_credentials",
                "scope=https%3A%2F%2Fapi.botframework.com%2F.default",
            ],
            login.Body.Split('&').Order(StringComparer.Ordinal));
    }

    private Asked[] Logins() => [.. service.Cloud.Requests.Where(request => request.Path.StartsWith("/login/", StringComparison.Ordinal))];

    private async Task<(HttpStatusCode Answer, int Calls)> SendAsync()
    {
        JsonObject activity = service.Activity(Known);
        HttpStatusCode answer = (await service.SendAsync(activity, service.Tokens.Header())).Status;
        return (answer, service.Cloud.SentTo((string)activity["conversation"]!["id"]!).Length);
    }

    private static Func<HttpContext, Task> Refuse(int status, string? retryAfter) => context =>
    {
        context.Response.StatusCode = status;
        if (retryAfter is not null)
        {
            context.Response.Headers.RetryAfter = retryAfter;
        }

        return context.Response.WriteAsync("{\"error\":{\"code\":\"BadSyntax\",\"message\":\"refused\"}}");
    };
}
