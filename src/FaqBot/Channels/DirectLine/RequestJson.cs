using System.Text.Json;
using FaqBot.Encoding.Json;
using FaqBot.Http;

namespace FaqBot.Channels.DirectLine;

/// <summary>Reads bodies that may have any members beside those that are known, as clients of this protocol send them.</summary>
internal static class RequestJson
{
    private const int MostDepth = 32;

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>Reads a body; an empty one is an empty object.</summary>
    /// <exception cref="DirectLineException">It is no JSON, or no object.</exception>
    public static async ValueTask<JsonDocument> ParseAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        using MemoryStream body = new();
        await request.Body.CopyToAsync(body, cancellationToken);
        return Parse(body.GetBuffer().AsMemory(0, (int)body.Length));
    }

    /// <inheritdoc cref="ParseAsync"/>
    public static JsonDocument Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            body = body.Span.StartsWith(ByteOrderMark) ? body[ByteOrderMark.Length..] : body;
            JsonDocument document = body.IsEmpty
                ? JsonDocument.Parse("{}") : JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = MostDepth });
            DirectLineException? fault = document.RootElement.ValueKind != JsonValueKind.Object
                ? DirectLineException.BadArgument(
                    $"The body is a JSON {document.RootElement.ValueKind.ToString().ToLowerInvariant()}, expected an object.")
                : JsonMembers.HasValidNames(document.RootElement) ? null : Invalid("the name of a member is not valid Unicode");
            if (fault is null)
            {
                return document;
            }

            document.Dispose();
            throw fault;
        }
        catch (JsonException exception)
        {
            throw Invalid($"line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}");
        }
    }

    /// <summary>A text member; null when it is absent, empty or null.</summary>
    /// <exception cref="DirectLineException">It is no text, or too long.</exception>
    public static string? Text(JsonElement json, string name, int most) =>
        new JsonMembers(json, JsonLeniency.NullIsAbsent, Refuse).Text(name, most) is { Length: > 0 } text ? text : null;

    /// <summary>An object member; null when it is absent or something else.</summary>
    public static JsonElement? Object(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out JsonElement member)
            && member.ValueKind == JsonValueKind.Object ? member : null;

    /// <summary>A member as it was written.</summary>
    /// <exception cref="DirectLineException">It is no UTF-8.</exception>
    public static string Raw(JsonElement json)
    {
        try
        {
            return json.GetRawText();
        }
        catch (InvalidOperationException)
        {
            throw Invalid("not valid UTF-8");
        }
    }

    private static void Refuse(MemberFault fault) => throw DirectLineException.BadArgument(fault.Flaw == MemberFlaw.TooLong
        ? $"'{fault.Path}' has {fault.Amount}, expected {fault.Expected}."
        : $"'{fault.Path}' is another value, expected a text of valid Unicode.");

    private static DirectLineException Invalid(string where) =>
        new(StatusCodes.Status400BadRequest, DirectLineCode.BadSyntax, $"The body is not valid JSON ({where}).");
}
