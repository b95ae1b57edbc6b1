using FaqBot.Encoding.Remote;
using FaqBot.Encoding.Running;

namespace FaqBot.Encoding.Tests.Remote;

/// <summary>How an encoder comes to be, and what its vectors may be compared with.</summary>
public sealed class RemoteIdentityTests : RemoteEncoderTest
{
    [Fact]
    public async Task Connect_learns_the_dimensions_from_one_request()
    {
        (Options.Dimensions, Server.Dimensions) = (0, 1_024);
        RemoteEncoder encoder = await ConnectAsync();
        Assert.Equal(1_024, encoder.Identity.Dimensions);
        Assert.Null(Assert.Single(Server.Requests).Body["dimensions"]);
        AssertVector(UnitVectorOf("a", 1_024), await encoder.EncodeAsync("a", Stop));
    }

    [Fact]
    public async Task Connect_refuses_other_dimensions_than_stated()
    {
        Server.Dimensions = 8;
        EncoderUnavailableException exception = await Assert.ThrowsAsync<EncoderUnavailableException>(ConnectAsync);
        Assert.Contains("vector 0 has 8 components, expected 4; check Model and Dimensions", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connect_refuses_a_vector_of_one_component()
    {
        Options.Dimensions = 0;
        Server.Instead.Enqueue(EmbeddingServer.Status(200, """{"data":[{"index":0,"embedding":[1]}]}"""));
        EncoderUnavailableException exception = await Assert.ThrowsAsync<EncoderUnavailableException>(ConnectAsync);
        Assert.Contains("vector 0 has 1 components, expected 2 to 16384", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Vectors_of_other_dimensions_than_learned_are_refused()
    {
        Options.Dimensions = 0;
        RemoteEncoder encoder = await ConnectAsync();
        Server.Dimensions = 8;
        EncoderUnavailableException exception =
            await Assert.ThrowsAsync<EncoderUnavailableException>(() => encoder.EncodeAsync("a", Stop).AsTask());
        Assert.Contains("vector 0 has 8 components, expected 4", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Create_needs_no_service_and_has_the_identity_of_a_connected_one()
    {
        RemoteEncoder created = Encoder();
        Assert.Empty(Server.Requests);
        Assert.Equal((await ConnectAsync()).Identity, created.Identity);
        Assert.Equal("text-embedding-3-large", created.Identity.Name);
        Assert.Equal(4, created.Identity.Dimensions);
        Assert.Matches("^[0-9a-f]{64}$", created.Identity.Fingerprint);
    }

    [Fact]
    public void Create_without_dimensions_is_refused()
    {
        Options.Dimensions = 0;
        Assert.Contains("Dimensions is 0, expected the number of components", Assert.Throws<ArgumentException>(Encoder).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Create_tells_all_faults_without_the_key()
    {
        (Options.Endpoint, Options.Timeout) = (null, TimeSpan.Zero);
        string message = Assert.Throws<ArgumentException>(Encoder).Message;
        Assert.Contains("Endpoint is empty", message, StringComparison.Ordinal);
        Assert.Contains("Timeout is 00:00:00", message, StringComparison.Ordinal);
        Assert.DoesNotContain(Key, message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://API.openai.com/v1/", "text-embedding-3-large", 256, "other", 2_000, true)]
    [InlineData("https://api.openai.com:443/v1/embeddings", "text-embedding-3-large", 256, null, 2_000, true)]
    [InlineData("https://api.openai.com/v2", "text-embedding-3-large", 256, Key, 2_000, false)]
    [InlineData("https://api.openai.com:8443/v1", "text-embedding-3-large", 256, Key, 2_000, false)]
    [InlineData("https://api.example.com/v1", "text-embedding-3-large", 256, Key, 2_000, false)]
    [InlineData("https://api.openai.com/v1", "text-embedding-3-small", 256, Key, 2_000, false)]
    [InlineData("https://api.openai.com/v1", "text-embedding-3-large", 512, Key, 2_000, false)]
    [InlineData("https://api.openai.com/v1", "text-embedding-3-large", 256, Key, 500, false)]
    public void Fingerprint_is_that_of_all_that_decides_a_vector(
        string endpoint, string model, int dimensions, string? key, int characters, bool isSame)
    {
        (Options.Endpoint, Options.Dimensions) = ("https://api.openai.com/v1", 256);
        string expected = Encoder().Identity.Fingerprint;
        (Options.Endpoint, Options.Model, Options.Dimensions, Options.ApiKey, Options.MaxTextCharacters) = (
            endpoint, model, dimensions, key, characters);
        Assert.Equal(isSame, Encoder().Identity.Fingerprint == expected);
    }
}
