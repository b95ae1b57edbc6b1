using System.Text.Json;
using System.Text.Json.Serialization;

namespace FaqBot.Core.Knowledge;

/// <summary>Writes a text as knowledge files do: one for every language as a text, several as an object.</summary>
internal sealed class LocalizedTextConverter : JsonConverter<LocalizedText>
{
    /// <inheritdoc />
    public override LocalizedText Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            return new LocalizedText(reader.GetString()!);
        }

        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("expected a text, or one for each language");
        }

        Dictionary<string, string> texts = new(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string language = reader.GetString()!;
            texts[language] = reader.Read() && reader.TokenType == JsonTokenType.String
                ? reader.GetString()!
                : throw new JsonException("expected a text");
        }

        return texts.Count > 0 ? new LocalizedText(texts) : throw new JsonException("expected a text, or one for each language");
    }

    /// <inheritdoc />
    public override void Write(Utf8JsonWriter writer, LocalizedText value, JsonSerializerOptions options)
    {
        IReadOnlyDictionary<string, string> texts = value.Texts;
        if (texts.Count == 1 && texts.TryGetValue(LocalizedText.AnyLanguage, out string? any))
        {
            writer.WriteStringValue(any);
            return;
        }

        writer.WriteStartObject();
        foreach ((string language, string text) in texts)
        {
            writer.WriteString(language, text);
        }

        writer.WriteEndObject();
    }
}
