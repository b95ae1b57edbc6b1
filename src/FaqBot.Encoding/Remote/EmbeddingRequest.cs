using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace FaqBot.Encoding.Remote;

/// <summary>The body of a request.</summary>
internal static class EmbeddingRequest
{
    // Chinese stays three bytes a character instead of six.
    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes a body.</summary>
    /// <param name="model">Name of the model.</param>
    /// <param name="texts">The texts; always sent as a list, as Qianfan takes nothing else.</param>
    /// <param name="dimensions">Components to ask for; 0 leaves it to the service.</param>
    /// <returns>JSON in UTF-8.</returns>
    /// <remarks>
    /// No <c>encoding_format</c>: left out, all services give numbers, whereas some refuse it or one of its values
    /// (<see href="https://github.com/vectorize-io/hindsight/issues/925"/>; Qianfan takes float alone).
    /// </remarks>
    public static ReadOnlyMemory<byte> Write(string model, IReadOnlyList<string> texts, int dimensions)
    {
        ArrayBufferWriter<byte> buffer = new();
        using Utf8JsonWriter writer = new(buffer, Relaxed);
        writer.WriteStartObject();
        writer.WriteString("model", model);
        writer.WriteStartArray("input");
        foreach (string text in texts)
        {
            writer.WriteStringValue(text);
        }

        writer.WriteEndArray();
        if (dimensions > 0)
        {
            writer.WriteNumber("dimensions", dimensions);
        }

        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenMemory;
    }
}
