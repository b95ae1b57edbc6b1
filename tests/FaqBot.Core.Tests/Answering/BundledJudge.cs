using FaqBot.Core.Answering;
using FaqBot.Encoding.Running;

namespace FaqBot.Core.Tests.Answering;

/// <summary>The bundled encoder as the service holds it, and where the bundled judge lies.</summary>
public sealed class BundledJudge : IAsyncLifetime
{
    public static string Folder { get; } = Repository.PathOf("models", "faqbot-judge-zh-en");

    public LoadedEncoder Encoder { get; } = LoadedEncoder.Load(Repository.BundledModel, new EncoderOptions());

    public QuestionJudge Load(long cacheBytes = 32 << 20) =>
        QuestionJudge.Load(Folder, Encoder, new EncoderOptions(), cacheBytes)
        ?? throw new InvalidOperationException("The bundled judge does not read the bundled encoder's states.");

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        Encoder.Release();
        await Encoder.Unloaded;
    }
}
