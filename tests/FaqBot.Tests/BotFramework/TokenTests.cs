using System.Net;
using System.Text.Json.Nodes;

namespace FaqBot.Tests.BotFramework;

/// <summary>Every rule of a channel's token, each broken alone, at the door itself.</summary>
[Collection(BotCollection.Name)]
public sealed class TokenTests(BotService service)
{
    public static TheoryData<string> Wrong => [.. BotTokens.Wrong];

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task Wrong_token_is_refused_and_nobody_is_called(string name)
    {
        string conversation = Guid.NewGuid().ToString("n");
        int logins = service.Cloud.Requests.Count(request => request.Path.EndsWith("/token", StringComparison.Ordinal));
        (HttpStatusCode status, string body) =
            await service.SendAsync(service.Activity("hello", conversation: conversation), service.Tokens.WrongHeader(name));
        Assert.Equal(HttpStatusCode.Unauthorized, status);
        Assert.Equal("unauthorized", (string?)JsonNode.Parse(body)!["code"]);
        Assert.Empty(service.Cloud.SentTo(conversation));
        Assert.Equal(logins, service.Cloud.Requests.Count(request => request.Path.EndsWith("/token", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("RS256")]
    [InlineData("RS384")]
    [InlineData("RS512")]
    public async Task Right_token_of_each_algorithm_is_answered(string algorithm)
    {
        string conversation = Guid.NewGuid().ToString("n");
        Assert.Equal(HttpStatusCode.OK,
            (await service.SendAsync(service.Activity("发票抬头写错了怎么办", conversation: conversation), service.Tokens.HeaderOf(algorithm)))
                .Status);
        Assert.Single(service.Cloud.SentTo(conversation));
    }

    [Fact]
    public async Task Token_within_the_skew_of_five_minutes_is_accepted()
    {
        string header = service.Tokens.Header(
            ("exp", service.Tokens.Seconds(TimeSpan.FromSeconds(-240))), ("nbf", service.Tokens.Seconds(TimeSpan.FromSeconds(240))));
        Assert.Equal(HttpStatusCode.OK, (await service.SendAsync(service.Activity("hello"), header)).Status);
    }

    [Fact]
    public async Task Channel_without_endorsement_is_refused()
    {
        JsonObject activity = service.Activity("hello", channel: "telegram");
        Assert.Equal(HttpStatusCode.Unauthorized, (await service.SendAsync(activity, service.Tokens.Header())).Status);
        Assert.Empty(service.Cloud.SentTo((string)activity["conversation"]!["id"]!));
    }

    [Fact]
    public async Task Service_url_that_differs_in_case_alone_is_answered_where_the_token_says()
    {
        JsonObject activity = service.Activity("hello");
        activity["serviceUrl"] = service.Cloud.ServiceUrl.Replace("channel", "CHANNEL", StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await service.SendAsync(activity, service.Tokens.Header())).Status);
        Assert.NotEmpty(service.Cloud.SentTo((string)activity["conversation"]!["id"]!));
    }

    [Theory]
    [InlineData("https://attacker.example/")]
    [InlineData("http://169.254.169.254/")]
    [InlineData("https://smba.trafficmanager.net.attacker.example/")]
    public async Task Activity_with_another_service_url_than_the_token_is_refused(string serviceUrl)
    {
        JsonObject activity = service.Activity("hello");
        activity["serviceUrl"] = serviceUrl;
        Assert.Equal(HttpStatusCode.Unauthorized, (await service.SendAsync(activity, service.Tokens.Header())).Status);
    }

    [Fact]
    public async Task Validated_service_url_that_is_plain_http_elsewhere_is_refused()
    {
        JsonObject activity = service.Activity("hello");
        activity["serviceUrl"] = "http://channel.example/";
        Assert.Equal(HttpStatusCode.Unauthorized,
            (await service.SendAsync(activity, service.Tokens.Header(("serviceurl", "http://channel.example/")))).Status);
    }

    [Theory]
    [InlineData("")]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("{\"text\": \"no type\"}")]
    [InlineData("{\"type\": {}}")]
    public async Task Body_that_is_no_activity_is_refused(string body)
    {
        using StringContent content = new(body);
        using HttpResponseMessage response =
            await service.Client.PostAsync(new Uri("api/messages", UriKind.Relative), content, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task Nesting_without_end_and_huge_bodies_are_refused()
    {
        string nested = "{\"type\":\"message\",\"value\":" + new string('[', 5000) + new string(']', 5000) + "}";
        using StringContent deep = new(nested);
        using HttpResponseMessage first =
            await service.Client.PostAsync(new Uri("api/messages", UriKind.Relative), deep, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.BadRequest, first.StatusCode);
        using StringContent huge = new(new string(' ', 300_000));
        using HttpResponseMessage second =
            await service.Client.PostAsync(new Uri("api/messages", UriKind.Relative), huge, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, second.StatusCode);
    }

    [Fact]
    public async Task Missing_members_are_told_together_once_the_token_holds()
    {
        JsonObject activity =
            new() { ["type"] = "message", ["channelId"] = "webchat", ["serviceUrl"] = service.Cloud.ServiceUrl, ["text"] = "hello" };
        (HttpStatusCode status, string body) = await service.SendAsync(activity, service.Tokens.Header());
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("conversation.id", body, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, (await service.SendAsync(activity, null)).Status);
    }

    [Fact]
    public async Task Other_verbs_are_refused()
    {
        using HttpResponseMessage response =
            await service.Client.GetAsync(new Uri("api/messages", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
    }

    [Fact]
    public async Task Neither_tokens_nor_secret_nor_texts_are_logged()
    {
        string header = service.Tokens.Header();
        const string Text = "my secret illness 0815";
        await service.SendAsync(service.Activity(Text), header);
        await service.SendAsync(service.Activity(Text), service.Tokens.WrongHeader("expired"));

        // The log is written beside the replies, line after line: with this one all before it are there.
        await Eventually.TrueAsync("the refusal is logged", TimeSpan.FromMinutes(1), () =>
            service.Process.Log.Contains("Refused an activity: the token has expired", StringComparison.Ordinal));
        Assert.DoesNotContain(header[7..], service.Process.Log, StringComparison.Ordinal);
        Assert.DoesNotContain(BotServiceBase.Secret, service.Process.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("illness", service.Process.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("token-1", service.Process.Log, StringComparison.Ordinal);
    }
}
