using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace FaqBot.Apis.Embedding;

/// <summary>A vector as replies spell it: a list of numbers, or base64 of little-endian float32.</summary>
/// <param name="Components">The vector.</param>
/// <param name="IsBase64">Which of the two.</param>
[JsonConverter(typeof(Converter))]
internal readonly record struct WireVector(ReadOnlyMemory<float> Components, bool IsBase64 = false)
{
    internal sealed class Converter : JsonConverter<WireVector>
    {
        public override WireVector Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new NotSupportedException("Vectors are only written.");

        public override void Write(Utf8JsonWriter writer, WireVector value, JsonSerializerOptions options)
        {
            ReadOnlySpan<float> components = value.Components.Span;
            if (value.IsBase64)
            {
                byte[] bytes = new byte[components.Length * sizeof(float)];
                for (int i = 0; i < components.Length; i++)
                {
                    BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i * sizeof(float)), components[i]);
                }

                writer.WriteBase64StringValue(bytes);
                return;
            }

            writer.WriteStartArray();
            foreach (float component in components)
            {
                writer.WriteNumberValue(component);
            }

            writer.WriteEndArray();
        }
    }
}
