using FaqBot.Encoding.Remote;

namespace FaqBot.Encoding.Tests.Remote;

/// <summary>A server, and encoders that ask it.</summary>
public abstract class RemoteEncoderTest : IAsyncLifetime
{
    private protected const string Key = "sk-proj-AbCdEf0123456789";

    private readonly CancellationTokenSource _deadline = new(TimeSpan.FromSeconds(30));
    private readonly List<RemoteEncoder> _encoders = [];

    private protected TimerClock Clock { get; } = new();

    private protected KeptLog Log { get; } = new();

    private protected EmbeddingServer Server { get; private set; } = null!;

    private protected RemoteEncoderOptions Options { get; private set; } = null!;

    /// <summary>Ends what would otherwise wait for ever.</summary>
    private protected CancellationToken Stop => _deadline.Token;

    public async ValueTask InitializeAsync()
    {
        Server = await EmbeddingServer.StartAsync();
        Options = new RemoteEncoderOptions { Endpoint = Server.Endpoint, Model = "text-embedding-3-large", ApiKey = Key, Dimensions = 4 };
    }

    public async ValueTask DisposeAsync()
    {
        _encoders.ForEach(encoder => encoder.Dispose());
        await Server.DisposeAsync();
        _deadline.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>An encoder that has not asked yet.</summary>
    private protected RemoteEncoder Encoder()
    {
        RemoteEncoder encoder = RemoteEncoder.Create(Options, null, Clock, new Random(1), Log);
        _encoders.Add(encoder);
        return encoder;
    }

    private protected async Task<RemoteEncoder> ConnectAsync()
    {
        RemoteEncoder encoder = await RemoteEncoder.ConnectAsync(Options, null, Clock, new Random(1), Log, Stop);
        _encoders.Add(encoder);
        return encoder;
    }

    private protected static float[] UnitVectorOf(string text, int dimensions = 4)
    {
        float[] vector = EmbeddingServer.VectorOf(text, dimensions);
        float norm = MathF.Sqrt(vector.Sum(value => value * value));
        return [.. vector.Select(value => value / norm)];
    }

    private protected static void AssertVector(float[] expected, float[] found)
    {
        Assert.Equal(expected.Length, found.Length);
        Assert.All(expected.Zip(found), pair => Assert.Equal(pair.First, pair.Second, 1e-6f));
    }
}
