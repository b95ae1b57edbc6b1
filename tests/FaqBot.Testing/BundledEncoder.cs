using System.Text.Json;
using FaqBot.Encoding.Running;

namespace FaqBot.Testing;

/// <summary>The bundled encoder, loaded once, and what the reference implementation says of it.</summary>
public sealed class BundledEncoder : IDisposable
{
    public TextEncoder Encoder { get; } = TextEncoder.Load(Repository.BundledModel, new EncoderOptions());

    public IReadOnlyList<GoldenLine> Golden { get; } =
    [
        .. File.ReadLines(Path.Combine(Repository.BundledModel, "golden.jsonl"))
            .Select(line => JsonSerializer.Deserialize<GoldenLine>(line, JsonSerializerOptions.Web)!),
    ];

    public void Dispose() => Encoder.Dispose();
}

public sealed record GoldenLine(string Text, int[] Ids, float[] Embedding);
