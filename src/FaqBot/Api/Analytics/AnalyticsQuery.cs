using System.Globalization;
using FaqBot.Core.Analytics;
using FaqBot.Core.Knowledge;
using FaqBot.Core.Text;
using FaqBot.Http;

namespace FaqBot.Api.Analytics;

/// <summary>Which totals a request wants, and in which form.</summary>
/// <param name="Filter">Which.</param>
/// <param name="IsCsv">Whether as CSV.</param>
internal sealed record AnalyticsQuery(TotalsFilter Filter, bool IsCsv)
{
    private const int DefaultDays = 30, MostDays = 3_660;
    private const string DateFormat = "yyyy-MM-dd";

    /// <summary>Reads the query of a request; all its faults are told together.</summary>
    /// <param name="request">The request.</param>
    /// <param name="knowledgeBaseId">The knowledge base.</param>
    /// <param name="today">The present day, where the knowledge base is at home.</param>
    /// <param name="entries">Its entries, of which metadata names some.</param>
    /// <exception cref="InvalidRequestException">A value cannot be read.</exception>
    public static AnalyticsQuery Read(HttpRequest request, string knowledgeBaseId, DateOnly today, IReadOnlyList<FaqEntry> entries)
    {
        RequestFaults faults = new();
        DateOnly to = Date(request, "to", today, faults);
        DateOnly from = Date(request, "from", to.DayNumber < DefaultDays ? to : to.AddDays(1 - DefaultDays), faults);
        if (faults.Count == 0 && (from > to || to.DayNumber - from.DayNumber >= MostDays))
        {
            faults.Add("from", $"Found a day after 'to' or {MostDays} days before it, expected a day up to 'to'.");
        }

        int? version = null;
        if (request.Query["version"].ToString() is { Length: > 0 } stated)
        {
            version = int.TryParse(stated, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number > 0 ? number : null;
            if (version is null)
            {
                faults.Add("version", "Found another text, expected the number of a version.");
            }
        }

        string? channel = Text(request, "channel"), language = Text(request, "language");
        if (channel?.Length > KnowledgeLimits.Id)
        {
            faults.Add("channel", $"Found {channel.Length} characters, expected the name of a channel, such as {Asker.Api}.");
        }

        if (language is not null && LanguageTag.TryParse(language, out Language tag))
        {
            language = LanguageTag.Of(tag);
        }
        else if (language is not null)
        {
            faults.Add("language", "Found another tag, expected zh-Hans, zh-Hant or en.");
        }

        string? format = Text(request, "format");
        if (format is not (null or "json" or "csv"))
        {
            faults.Add("format", "Found another word, expected json or csv.");
        }

        faults.ThrowIfAny();
        return new AnalyticsQuery(
            new TotalsFilter(knowledgeBaseId, from, to)
            {
                Version = version,
                Channel = channel,
                Language = language,
                Entries = Text(request, "metadata") is { } pair ? EntriesWith(pair, entries) : null,
            },
            format == "csv");
    }

    /// <summary>Ids of the entries that have a name, or a name with a value.</summary>
    private static string[] EntriesWith(string pair, IReadOnlyList<FaqEntry> entries)
    {
        string[] wanted = pair.Split(':', 2);
        return
        [
            .. entries.Where(entry => entry.Metadata.Any(own => own.Key.Equals(wanted[0], StringComparison.OrdinalIgnoreCase)
                && (wanted.Length < 2 || own.Value.Equals(wanted[1], StringComparison.OrdinalIgnoreCase)))).Select(entry => entry.Id),
        ];
    }

    private static string? Text(HttpRequest request, string name) =>
        request.Query[name].ToString() is { Length: > 0 } text ? text : null;

    private static DateOnly Date(HttpRequest request, string name, DateOnly otherwise, RequestFaults faults)
    {
        if (Text(request, name) is not { } text)
        {
            return otherwise;
        }

        if (!DateOnly.TryParseExact(text, DateFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly date))
        {
            faults.Add(name, "Found another text, expected a day such as 2026-03-01.");
        }

        return date;
    }
}
