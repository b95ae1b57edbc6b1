using System.Globalization;
using FaqBot.Core.Authoring;
using FaqBot.Core.Knowledge;
using FaqBot.Core.Storage;
using FaqBot.Encoding.Json;
using FaqBot.Engine;
using FaqBot.Http;

namespace FaqBot.Api.Authoring;

/// <summary>What requests of these routes have in common: pages of lists, notes, filters.</summary>
internal static class AuthoringRequest
{
    /// <summary>Most items of a page.</summary>
    public const int MostOnPage = 500;

    private const int UsualOnPage = 100;
    private const int MostMetadata = 20;

    /// <summary>The parts that do the work.</summary>
    public static Editing Editing(this AnsweringEngine engine) => engine.Require().Editing;

    /// <summary>Works on another thread: reading and writing the store blocks.</summary>
    public static Task<T> RunAsync<T>(Func<T> work) => Task.Run(work, CancellationToken.None);

    /// <summary>How many items a page has, and before which number it begins.</summary>
    /// <exception cref="InvalidRequestException">They are no numbers, or out of range.</exception>
    public static (int Before, int Most) Page(HttpRequest request)
    {
        RequestFaults faults = new();
        int before = Number(request, "before", int.MaxValue, int.MaxValue, faults), most = Number(
            request, "limit", UsualOnPage, MostOnPage, faults);
        faults.ThrowIfAny();
        return (before, most);
    }

    /// <summary>How many items a page has, and how many come before it.</summary>
    /// <exception cref="InvalidRequestException">They are no numbers, or out of range.</exception>
    public static (int Skip, int Most) Slice(HttpRequest request)
    {
        RequestFaults faults = new();
        int skip = Number(request, "skip", 0, int.MaxValue, faults), most = Number(request, "limit", UsualOnPage, MostOnPage, faults);
        faults.ThrowIfAny();
        return (skip, most);
    }

    /// <summary>Why something is changed, as the query says; or null.</summary>
    /// <exception cref="InvalidRequestException">It is too long.</exception>
    public static string? Note(HttpRequest request)
    {
        string note = request.Query["note"].ToString();
        RequestFaults faults = new();
        if (note.Length > Authorship.MostNote)
        {
            faults.Add("note", $"Found {note.Length} characters, expected at most {Authorship.MostNote}.");
        }

        faults.ThrowIfAny();
        return note.Length == 0 ? null : note;
    }

    /// <summary>Which entries a list is asked for, by what they hold.</summary>
    public static EntryQuery Query(HttpRequest request, RequestFaults faults) => new()
    {
        Text = Text(request, "text"),
        Source = Text(request, "source"),
        Language = Text(request, "language"),
        State = State(Text(request, "state"), faults),
        Metadata =
        [
            .. request.Query["metadata"].OfType<string>().Take(MostMetadata).Select(pair => pair.Split(':', 2))
                .Select(pair => new KeyValuePair<string, string>(pair[0], pair.ElementAtOrDefault(1) ?? "")),
        ],
    };

    /// <summary>Which entries the member <c>filter</c> of a body names.</summary>
    public static EntryQuery Query(JsonMembers? filter, RequestFaults faults)
    {
        filter?.Expect("text", "metadata", "source", "language", "state", "ids", "lint", "usage", "days");
        return filter is null ? new EntryQuery() : new EntryQuery
        {
            Text = filter.Text("text", KnowledgeLimits.QuestionRunes),
            Source = filter.Text("source", KnowledgeLimits.Name),
            Language = filter.Text("language", KnowledgeLimits.Id),
            State = State(filter.Text("state", KnowledgeLimits.Id), faults),
            Metadata = Metadata(filter),
            Ids = filter.Element("ids") is null ? null
                : filter.Texts("ids", KnowledgeLimits.Entries, KnowledgeLimits.Id).ToHashSet(StringComparer.Ordinal),
        };
    }

    private static KeyValuePair<string, string>[] Metadata(JsonMembers filter) =>
    [
        .. (filter.Object("metadata")?.All.ToArray() ?? []).Take(MostMetadata)
            .Select(pair => new KeyValuePair<string, string>(pair.Name, JsonMembers.TextOf(pair.Value) ?? "")),
    ];

    private static EntryState? State(string? name, RequestFaults faults)
    {
        switch (name)
        {
            case null or "":
                return null;
            case "active":
                return EntryState.Active;
            case "disabled":
                return EntryState.Disabled;
            case "notYetValid":
                return EntryState.NotYetValid;
            case "expired":
                return EntryState.Expired;
            case "deleted":
                return EntryState.Deleted;
            default:
                faults.Add("state", "Found another word, expected active, disabled, notYetValid, expired or deleted.");
                return null;
        }
    }

    private static string? Text(HttpRequest request, string name) =>
        request.Query[name].ToString() is { Length: > 0 } text ? text : null;

    private static int Number(HttpRequest request, string name, int otherwise, int most, RequestFaults faults)
    {
        string stated = request.Query[name].ToString();
        if (stated.Length == 0)
        {
            return otherwise;
        }

        if (int.TryParse(stated, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number <= most)
        {
            return number;
        }

        faults.Add(name, $"Found another text, expected a whole number from 0 to {most}.");
        return otherwise;
    }
}
