using System.Text.Json;
using FaqBot.Http;

namespace FaqBot.Api.Asking;

/// <summary>Sends a reply in one piece with its length, which costs half of what the general way does.</summary>
/// <param name="response">The reply.</param>
internal sealed class AskResult(AskResponse response) : IResult
{
    /// <summary>The type of a reply.</summary>
    public const string ContentType = "application/json; charset=utf-8";

    /// <summary>How a reply is written.</summary>
    public static JsonWriterOptions Writing { get; } = new() { Encoder = WireJson.Encoder, SkipValidation = true };

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        HttpResponse http = httpContext.Response;
        http.ContentType = ContentType;
        await using (Utf8JsonWriter json = new(http.BodyWriter, Writing))
        {
            AskJson.Default.AskResponse.SerializeHandler!(json, response);
            json.Flush();
            http.ContentLength = json.BytesCommitted;
        }

        // Not cancelled with the caller: to a connection that is gone nothing is sent, and a reply that has begun cannot become an error.
        await http.BodyWriter.FlushAsync(CancellationToken.None);
    }
}
