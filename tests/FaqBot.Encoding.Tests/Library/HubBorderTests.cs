using FaqBot.Encoding.Library.Hubs;

namespace FaqBot.Encoding.Tests.Library;

public sealed class HubBorderTests
{
    [Theory]
    [InlineData("https://hub.example/", "https://hub.example/a/b", true)]
    [InlineData("https://hub.example/", "https://HUB.example:443/a", true)]
    [InlineData("https://hub.example/", "https://cdn.hub.example/a", false)]
    [InlineData("https://hub.example/", "https://hub.example:8443/a", false)]
    [InlineData("https://hub.example/", "http://hub.example/a", false)]
    [InlineData("http://hub.example/", "http://hub.example/a", false)]
    [InlineData("http://127.0.0.1:8080/", "http://127.0.0.1:8080/a", true)]
    [InlineData("http://127.0.0.1:8080/", "http://127.0.0.1:8081/a", false)]
    public void Token_is_for_the_hub_over_a_line_that_nobody_reads(string endpoint, string address, bool expected) =>
        Assert.Equal(expected, HubBorder.MayKnowToken(new Uri(endpoint), new Uri(address)));

    [Theory]
    [InlineData("https://hub.example/", "https://cdn.example/x", "https://cdn.example/x")]
    [InlineData("https://hub.example/", "/x", "https://hub.example/x")]
    [InlineData("https://hub.example/", "http://cdn.example/x", null)]
    [InlineData("http://mirror.example/", "http://cdn.example/x", "http://cdn.example/x")]
    [InlineData("http://mirror.example/", "https://cdn.example/x", "https://cdn.example/x")]
    [InlineData("http://mirror.example/", "file:///x", null)]
    public void Redirect_leaves_https_only_if_the_hub_itself_is_not_there(string endpoint, string location, string? expected)
    {
        Uri Follow() =>
            HubBorder.Follow(new Uri(endpoint), new Uri(new Uri(endpoint), "from"), new Uri(location, UriKind.RelativeOrAbsolute));
        if (expected is null)
        {
            Assert.Throws<HubException>(Follow);
        }
        else
        {
            Assert.Equal(expected, Follow().ToString());
        }
    }
}
