using System.Net;
using FaqBot.Apis.EndpointKeys;
using FaqBot.Channels.DirectLine;
using FaqBot.Engine;
using FaqBot.Http;
using FaqBot.Http.Keys;
using FaqBot.Http.Limits;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;

namespace FaqBot.Tests.Limits;

public sealed class RequestSourceTests
{
    private readonly DirectLineOptions _directLine = new();
    private readonly TokenKeys _keys;

    public RequestSourceTests() => _keys = new TokenKeys(
        _directLine, new StoreKeyRing(new StorageOptions(), TimeProvider.System, NullLogger<StoreKeyRing>.Instance), TimeProvider.System);

    [Fact]
    public void Callers_beyond_number_share_a_bounded_number_of_counts()
    {
        RequestSource[] sources = [.. Enumerable.Range(0, 2000).Select(i => Of($"10.1.{i / 250}.{i % 250}"))];
        Assert.All(sources, source => Assert.Equal(SourceKind.Address, source.Kind));
        Assert.InRange(sources.Distinct().Count(), 12, 16);
    }

    [Theory]
    [InlineData("203.0.113.7", "::ffff:203.0.113.7")]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff::9")]
    public void Addresses_of_one_machine_are_one_caller(string one, string other) => Assert.Equal(Of(one), Of(other));

    private RequestSource Of(string address)
    {
        DefaultHttpContext context = new() { Connection = { RemoteIpAddress = IPAddress.Parse(address) } };
        return new RequestSources(
            new LimitOptions { MaxCallers = 16 },
            new HttpOptions(),
            new AdminOptions(),
            [new EndpointKeyCallers(new AnsweringEngine()), new DirectLineCallers(_directLine, _keys, TimeProvider.System)]).Of(context);
    }
}
