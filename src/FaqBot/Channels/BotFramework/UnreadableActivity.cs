using System.Text.Json;
using FaqBot.Http;
using Microsoft.Bot.Schema;
using Newtonsoft.Json;
using ErrorEventArgs = Newtonsoft.Json.Serialization.ErrorEventArgs;

namespace FaqBot.Channels.BotFramework;

/// <summary>Says why an activity could not be read; the SDK keeps it to itself.</summary>
internal static class UnreadableActivity
{
    private const int MostTold = 20;

    /// <summary>Reads a refused activity once more.</summary>
    /// <param name="request">The request, whose body was buffered.</param>
    /// <param name="cancellationToken">The caller has gone.</param>
    /// <returns>What is wrong with it; holds none of its values.</returns>
    public static async Task<InvalidRequestException> ExplainAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        request.Body.Position = 0;
        using StreamReader reader = new(request.Body, leaveOpen: true);
        string body = await reader.ReadToEndAsync(cancellationToken);
        RequestFaults faults = new();
        if (Syntax(body) is { } place)
        {
            faults.Add("", $"The body is not valid JSON ({place}); expected an activity.");
        }
        else
        {
            ReadMembers(body, faults);
        }

        return faults.ToException();
    }

    /// <summary>Where the JSON breaks off; null where it does not.</summary>
    private static string? Syntax(string body)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(body);
            return null;
        }
        catch (System.Text.Json.JsonException exception)
        {
            return $"line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}";
        }
    }

    /// <summary>Reads as the SDK does, but goes on behind a member that is of another kind, so that all are told.</summary>
    private static void ReadMembers(string body, RequestFaults faults)
    {
        void Note(object? sender, ErrorEventArgs error)
        {
            string path = error.ErrorContext.Path;
            if (faults.Count < MostTold && !faults.Has(path))
            {
                faults.Add(path, Expected(path));
                error.ErrorContext.Handled = true;
            }
        }

        try
        {
            JsonConvert.DeserializeObject<Activity>(body, new JsonSerializerSettings { Error = Note });
        }
        catch (Newtonsoft.Json.JsonException) when (faults.Count > 0)
        {
            // Enough was told.
        }

        if (faults.Count == 0)
        {
            faults.Add("type", "Missing; expected the type of an activity, such as message.");
        }
    }

    private static string Expected(string path) => path switch
    {
        "timestamp" or "localTimestamp" or "expiration" => "Found another value, expected a date and time such as 2026-01-31T09:30:00Z.",
        _ => "Found a value of another kind.",
    };
}
