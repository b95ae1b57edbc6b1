using System.Text.Json;
using FaqBot.Encoding.Json;

namespace FaqBot.Http;

/// <summary>Reads the JSON object that a request brings.</summary>
internal static class JsonBody
{
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 8 };

    // Clients of other services send members of their own, whose depth is nobody's fault; bodies that are copied from those services'
    // pages have commas behind the last member, and comments.
    private static readonly JsonDocumentOptions Foreign = new()
    {
        MaxDepth = 64,
        AllowTrailingCommas = true,
        CommentHandling = JsonCommentHandling.Skip,
    };

    /// <summary>Reads a body.</summary>
    /// <param name="request">The request.</param>
    /// <param name="example">An object that would be right, for messages.</param>
    /// <param name="read">Takes what it needs out of the object, which is gone afterwards.</param>
    /// <param name="cancellationToken">The caller has gone.</param>
    /// <returns>What was taken.</returns>
    /// <exception cref="InvalidRequestException">The body is no JSON object, or what <paramref name="read"/> finds.</exception>
    /// <exception cref="BadHttpRequestException">The body is not declared as JSON, or too large.</exception>
    public static ValueTask<T> ReadAsync<T>(
        HttpRequest request, string example, Func<JsonElement, T> read, CancellationToken cancellationToken) =>
        ReadAsync(request, example, Strict, body => ValueTask.FromResult(read(body)), cancellationToken);

    /// <summary>Reads a body as clients of other services write it: names in any case, numbers in texts, commas at the end; members that
    /// are not asked for are ignored; all faults are told together.</summary>
    /// <inheritdoc cref="ReadAsync{T}(HttpRequest, string, Func{JsonElement, T}, CancellationToken)"
    /// path="/param | /exception | /returns" />
    public static ValueTask<T> ReadForeignAsync<T>(
        HttpRequest request, string example, Func<JsonMembers, T> read, CancellationToken cancellationToken) => ReadAsync(
            request, example, Foreign, body => CollectAsync(
                faults => ValueTask.FromResult(read(faults.Members(body, isForeign: true)))), cancellationToken);

    /// <summary>Reads a whole body as clients of other services write it, with members that are not asked for.</summary>
    /// <param name="request">The request.</param>
    /// <param name="example">A body that would be right, for messages.</param>
    /// <param name="kind">Whether it is an object or a list.</param>
    /// <param name="cancellationToken">The caller has gone.</param>
    /// <returns>The body.</returns>
    /// <inheritdoc cref="ReadAsync{T}(HttpRequest, string, Func{JsonElement, T}, CancellationToken)" path="/exception" />
    public static ValueTask<JsonElement> ReadForeignAsync(
        HttpRequest request, string example, JsonValueKind kind, CancellationToken cancellationToken) =>
        ReadAsync(request, example, Foreign, body => ValueTask.FromResult(body.Clone()), cancellationToken, kind);

    private static async ValueTask<T> ReadAsync<T>(
        HttpRequest request, string example, JsonDocumentOptions options, Func<JsonElement, ValueTask<T>> read,
        CancellationToken cancellationToken, JsonValueKind kind = JsonValueKind.Object)
    {
        if (!request.HasJsonContentType())
        {
            throw new BadHttpRequestException("The body is not JSON.", StatusCodes.Status415UnsupportedMediaType);
        }

        try
        {
            using JsonDocument document = await JsonDocument.ParseAsync(request.Body, options, cancellationToken);
            return await read(Checked(document.RootElement, example, kind));
        }
        catch (JsonException exception)
        {
            string place = $"line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}";
            throw Invalid($"The body is not valid JSON ({place}); expected {NameOf(kind)} such as {example}.");
        }
    }

    /// <summary>Reads a body by its members; all faults that the reading reports are told together.</summary>
    /// <inheritdoc cref="ReadAsync{T}(HttpRequest, string, Func{JsonElement, T}, CancellationToken)"
    /// path="/param | /exception | /returns" />
    public static ValueTask<T> ReadFieldsAsync<T>(
        HttpRequest request, string example, Func<JsonMembers, T> read, CancellationToken cancellationToken) =>
        ReadFieldsAsync(request, example, fields => ValueTask.FromResult(read(fields)), cancellationToken);

    /// <summary>The same where the reading itself awaits something; the members are gone afterwards.</summary>
    /// <inheritdoc cref="ReadAsync{T}(HttpRequest, string, Func{JsonElement, T}, CancellationToken)"
    /// path="/param | /exception | /returns" />
    public static ValueTask<T> ReadFieldsAsync<T>(
        HttpRequest request, string example, Func<JsonMembers, ValueTask<T>> read, CancellationToken cancellationToken) => ReadAsync(
            request, example, Strict, body => CollectAsync(faults => read(faults.Members(body))), cancellationToken);

    private static async ValueTask<T> CollectAsync<T>(Func<RequestFaults, ValueTask<T>> read)
    {
        RequestFaults faults = new();
        T value = await read(faults);
        faults.ThrowIfAny();
        return value;
    }

    private static JsonElement Checked(JsonElement body, string example, JsonValueKind kind)
    {
        if (body.ValueKind != kind)
        {
            throw Invalid($"Found {body.ValueKind.ToString().ToLowerInvariant()}, expected {NameOf(kind)} such as {example}.");
        }

        return JsonMembers.HasValidNames(body) ? body : throw Invalid("The name of a member is not valid Unicode.");
    }

    private static string NameOf(JsonValueKind kind) => kind == JsonValueKind.Array ? "a list" : "an object";

    private static InvalidRequestException Invalid(string fault)
    {
        RequestFaults faults = new();
        faults.Add("", fault);
        return faults.ToException();
    }
}
