using System.Buffers.Binary;
using System.Text.Json;
using FaqBot.Encoding.Vectors;

namespace FaqBot.Encoding.Remote;

/// <summary>Reads the vectors of a reply and checks each of them.</summary>
internal static class EmbeddingReply
{
    private const string Remedy = "; check Endpoint and Model";

    /// <summary>Reads a reply.</summary>
    /// <param name="body">What the service sent.</param>
    /// <param name="texts">How many texts it was asked for.</param>
    /// <param name="dimensions">Components expected; 0: as many as the first vector has.</param>
    /// <returns>The unit vectors in the order of the texts, row-major; or why there are none.</returns>
    public static RemoteResult Read(ReadOnlyMemory<byte> body, int texts, int dimensions)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(body);
            return document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("data", out JsonElement data) && data.ValueKind == JsonValueKind.Array
                ? Read(data, texts, dimensions)
                : Wrong("it holds no list named data", "an object with one", Remedy);
        }
        catch (JsonException)
        {
            return Wrong($"its {body.Length} bytes are not JSON", "an object with a list named data", Remedy);
        }
    }

    private static RemoteResult Read(JsonElement data, int texts, int dimensions)
    {
        if (data.GetArrayLength() != texts)
        {
            return Wrong($"it holds {data.GetArrayLength()} vectors", $"{texts}", Remedy);
        }

        float[] vectors = [];
        bool[] seen = new bool[texts];
        foreach ((int place, JsonElement item) in data.EnumerateArray().Index())
        {
            if (item.ValueKind != JsonValueKind.Object || !item.TryGetProperty("embedding", out JsonElement embedding)
                || Numbers(embedding) is not { } numbers)
            {
                return Wrong($"vector {place} is neither a list of numbers nor base64 of them", "one of both", Remedy);
            }

            // Services that leave out what is zero leave out the first index: then the order of the list has to do.
            int index = item.TryGetProperty("index", out JsonElement stated) ? stated.TryGetInt32(out int value) ? value : -1 : place;
            if (index < 0 || index >= texts || seen[index])
            {
                return Wrong($"vector {place} has the index {index}", $"each of 0 to {texts - 1} once", Remedy);
            }

            if (vectors.Length == 0)
            {
                dimensions = dimensions == 0 ? numbers.Length : dimensions;
                vectors = new float[texts * dimensions];
            }

            if (numbers.Length != dimensions || dimensions > RemoteEncoder.MostDimensions || dimensions < 2)
            {
                return Wrong(
                    $"vector {place} has {numbers.Length} components",
                    numbers.Length != dimensions ? $"{dimensions}" : $"2 to {RemoteEncoder.MostDimensions}",
                    "; check Model and Dimensions");
            }

            seen[index] = true;
            Span<float> vector = vectors.AsSpan(index * dimensions, dimensions);
            numbers.CopyTo(vector);
            float length = UnitLength.Make(vector);
            if (!float.IsFinite(length) || length == 0)
            {
                // That happens to single texts, where a model computes with half precision.
                return new RemoteFailure(FailureKind.Texts,
                    $"gave a wrong reply: vector {index} is zero or holds a number that is not finite; expected a direction");
            }
        }

        return vectors;
    }

    private static float[]? Numbers(JsonElement embedding) => embedding.ValueKind switch
    {
        JsonValueKind.Array => List(embedding),
        JsonValueKind.String when embedding.TryGetBytesFromBase64(out byte[]? bytes) && bytes.Length % sizeof(float) == 0 =>
            LittleEndian(bytes),
        _ => null,
    };

    private static float[]? List(JsonElement list)
    {
        float[] numbers = new float[list.GetArrayLength()];
        foreach ((int i, JsonElement number) in list.EnumerateArray().Index())
        {
            switch (number.ValueKind)
            {
                case JsonValueKind.Number when number.TryGetSingle(out float value):
                    numbers[i] = value;
                    break;
                case JsonValueKind.Null:
                    // What JSON has in place of a number that is not finite.
                    numbers[i] = float.NaN;
                    break;
                default:
                    return null;
            }
        }

        return numbers;
    }

    private static float[] LittleEndian(ReadOnlySpan<byte> bytes)
    {
        float[] numbers = new float[bytes.Length / sizeof(float)];
        for (int i = 0; i < numbers.Length; i++)
        {
            numbers[i] = BinaryPrimitives.ReadSingleLittleEndian(bytes[(i * sizeof(float))..]);
        }

        return numbers;
    }

    private static RemoteFailure Wrong(string found, string expected, string remedy) =>
        new(FailureKind.Lasting, $"gave a wrong reply: {found}, expected {expected}{remedy}");
}
