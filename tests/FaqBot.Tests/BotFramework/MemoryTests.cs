using System.Net;
using FaqBot.Channels.BotFramework;
using FaqBot.Channels.BotFramework.Authentication;
using FaqBot.Channels.BotFramework.Connecting;
using FaqBot.Channels.BotFramework.Conversing;
using FaqBot.Channels.BotFramework.Settings;
using FaqBot.Core.Conversations;

namespace FaqBot.Tests.BotFramework;

/// <summary>What is kept of activities and tokens, and for how long.</summary>
public sealed class MemoryTests
{
    private readonly TestClock _clock = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Entries_expire_and_the_oldest_goes_first()
    {
        ExpiringEntries<int> entries = new(2, TimeSpan.FromMinutes(10), _clock);
        Assert.True(entries.TryAdd("a", 1));
        Assert.False(entries.TryAdd("a", 2));
        _clock.Advance(TimeSpan.FromMinutes(6));
        entries.Set("b", 2);
        entries.Set("a", 3);
        entries.Set("c", 4);
        Assert.Equal((3, 0, 4, 2), (entries.Find("a"), entries.Find("b"), entries.Find("c"), entries.Count));
        _clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal((0, 0), (entries.Find("a"), entries.Count));
        Assert.True(entries.TryAdd("a", 1));
    }

    [Fact]
    public async Task Token_is_fetched_anew_before_it_ends_and_kept_while_the_service_fails()
    {
        Source source = new(_clock);
        AccessTokens tokens = new(source, _clock);
        Assert.Equal("1", await tokens.GetAsync("a", null, Token));
        Assert.Equal("2", await tokens.GetAsync("b", null, Token));
        _clock.Advance(TimeSpan.FromMinutes(54));
        Assert.Equal("1", await tokens.GetAsync("a", null, Token));
        _clock.Advance(TimeSpan.FromMinutes(2));
        source.Fails = true;
        Assert.Equal("1", await tokens.GetAsync("a", null, Token));
        source.Fails = false;
        Assert.Equal("3", await tokens.GetAsync("a", null, Token));
        Assert.Equal("4", await tokens.GetAsync("a", "3", Token));
        source.Fails = true;
        _clock.Advance(TimeSpan.FromHours(2));
        await Assert.ThrowsAsync<TokenUnavailableException>(async () => await tokens.GetAsync("a", null, Token));
    }

    [Theory]
    [InlineData("""{"error":"invalid_client","error_description":"AADSTS7000215: the secret not-to-be-shown is wrong"}""", "login gives no token: 401 invalid_client")]
    [InlineData("<html>", "login gives no token: 401, and no JSON object")]
    [InlineData("[]", "login gives no token: 401, and no JSON object")]
    public async Task Refused_token_says_why_without_the_services_words(string body, string message)
    {
        BotOptions options = new() { AppId = BotServiceBase.AppId, Password = BotServiceBase.Secret, TenantId = BotServiceBase.Tenant };
        options.Authority.LoginUrl = "https://login";
        using StubNetwork network = new(_ => body, HttpStatusCode.Unauthorized);
        ClientSecret source = new(options, BotAuthority.Of(options), network);
        Assert.Equal(message, (await Assert.ThrowsAsync<TokenUnavailableException>(() => source.FetchAsync("a", Token))).Message);
    }

    private sealed class Source(TimeProvider time) : ITokenSource
    {
        private int _count;

        public bool Fails { get; set; }

        public Task<AccessToken> FetchAsync(string audience, CancellationToken cancellationToken) => Fails
            ? Task.FromException<AccessToken>(new TokenUnavailableException("down"))
            : Task.FromResult(new AccessToken($"{++_count}", time.GetUtcNow().AddHours(1)));
    }
}
