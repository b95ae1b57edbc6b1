using System.Reflection;
using System.Text.Json.Serialization;
using FaqBot.Apis.Embedding;
using FaqBot.Encoding.ModelFiles;
using FaqBot.Encoding.Running;
using FaqBot.Engine;

namespace FaqBot.Apis.Tei;

/// <summary>Reply to <c>GET /info</c>.</summary>
internal sealed record TeiInfo(
    [property: JsonPropertyName("model_id")] string ModelId,
    [property: JsonPropertyName("model_sha")] string ModelSha,
    [property: JsonPropertyName("model_dtype")] string ModelType,
    [property: JsonPropertyName("served_model_name")] string ServedModelName,
    [property: JsonPropertyName("model_type")] TeiModelKind ModelKind,
    [property: JsonPropertyName("max_concurrent_requests")] int MaxConcurrentRequests,
    [property: JsonPropertyName("max_input_length")] int MaxInputLength,
    [property: JsonPropertyName("max_batch_tokens")] int MaxBatchTokens,
    [property: JsonPropertyName("max_batch_requests")] int? MaxBatchRequests,
    [property: JsonPropertyName("max_client_batch_size")] int MaxClientBatchSize,
    [property: JsonPropertyName("auto_truncate")] bool AutoTruncate,
    [property: JsonPropertyName("tokenization_workers")] int TokenizationWorkers,
    [property: JsonPropertyName("version")] string Version,
    [property: JsonPropertyName("sha")] string? Sha,
    [property: JsonPropertyName("docker_label")] string? DockerLabel)
{
    private static readonly string ProductVersion =
        typeof(TeiInfo).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";

    public static TeiInfo Of(LoadedEngine engine, ModelOptions options)
    {
        TextEncoder encoder = engine.RequireModel();
        EncoderIdentity model = encoder.Identity;
        return new TeiInfo(
            model.Name, model.Fingerprint, "float32", model.Name, new TeiModelKind(new TeiPooling(PoolingOf(encoder.Modules.Pooling.Mode))),
            options.WaitingTexts, encoder.MaxTokens, options.BatchTokens, null, EmbeddingLimits.Texts, true,
            Environment.ProcessorCount, ProductVersion, null, null);
    }

    private static string PoolingOf(PoolingMode mode) => mode switch
    {
        PoolingMode.Cls => "cls",
        PoolingMode.LastToken => "last_token",
        PoolingMode.Max => "max",
        _ => "mean",
    };
}

/// <summary>What the model does.</summary>
internal sealed record TeiModelKind([property: JsonPropertyName("embedding")] TeiPooling Embedding);

/// <summary>How token vectors become one.</summary>
internal sealed record TeiPooling([property: JsonPropertyName("pooling")] string Pooling);
