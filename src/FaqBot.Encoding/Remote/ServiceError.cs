using System.Text.Json;

namespace FaqBot.Encoding.Remote;

/// <summary>What a service's error body says, in any of the shapes in use.</summary>
/// <param name="Message">The sentence; may repeat what was sent.</param>
/// <param name="Marks">Type, code and parameter.</param>
/// <remarks>
/// OpenAI, DashScope and Qianfan nest <c>{error: {message, type, param, code}}</c>; Text Embeddings Inference and vLLM give the
/// same members flat, or <c>{error, error_type}</c>; older Qianfan addresses give <c>{error_code, error_msg}</c>, with status 200.
/// </remarks>
internal sealed record ServiceError(string? Message, IReadOnlyList<string> Marks)
{
    private const int LongestMark = 60;

    private static readonly string[] MessageNames = ["message", "error_msg", "error", "detail"];
    private static readonly string[] MarkNames = ["type", "error_type", "code", "error_code", "param"];

    /// <summary>Reads a body.</summary>
    /// <returns>Null when it says nothing of a known shape.</returns>
    public static ServiceError? Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(body);
            JsonElement said = document.RootElement;
            if (said.ValueKind == JsonValueKind.Object && said.TryGetProperty("error", out JsonElement nested)
                && nested.ValueKind == JsonValueKind.Object)
            {
                said = nested;
            }

            if (said.ValueKind != JsonValueKind.Object)
            {
                return null;
            }

            string? message = MessageNames.Select(name => Text(said, name)).FirstOrDefault(text => text is not null);
            string[] marks = [.. MarkNames.Select(name => Text(said, name)).OfType<string>().Where(IsMark).Distinct()];
            return message is null && marks.Length == 0 ? null : new ServiceError(message, marks);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Shows the error.</summary>
    /// <param name="redaction">Takes out what was sent.</param>
    /// <returns>One line.</returns>
    public string Show(Redaction redaction) =>
        (Message is null ? "" : $"'{redaction.Of(Message)}'") + (Marks.Count == 0 ? "" : $" ({redaction.Of(string.Join(", ", Marks))})");

    private static string? Text(JsonElement said, string name) =>
        !said.TryGetProperty(name, out JsonElement value) ? null
        : value.ValueKind == JsonValueKind.String ? value.GetString()
        : value.ValueKind == JsonValueKind.Number ? value.GetRawText()
        : null;

    private static bool IsMark(string text) =>
        text.Length is > 0 and <= LongestMark
            && text.All(character => char.IsAsciiLetterOrDigit(character) || character is '_' or '-' or '.');
}
