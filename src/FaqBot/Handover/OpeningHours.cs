using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace FaqBot.Handover;

/// <summary>A week's hours, written as OpenStreetMap and schema.org write them: <c>Mo-Fr 09:00-18:00; Sa 10:00-14:00</c>.</summary>
/// <remarks>A later rule replaces earlier ones on its days; days that no rule names are closed.</remarks>
internal sealed class OpeningHours
{
    /// <summary>What hours look like, for messages.</summary>
    public const string Example = "Mo-Fr 09:00-12:30,13:30-18:00; Sa 10:00-14:00";

    private const int DaysPerWeek = 7;
    private const string Midnight = "24:00";

    // From Monday, as the notation counts.
    private static readonly string[] Names = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"];

    private readonly Span[][] _days;

    private OpeningHours(Span[][] days) => _days = days;

    private readonly record struct Span(TimeSpan From, TimeSpan To);

    /// <summary>Reads hours.</summary>
    /// <param name="text">The hours.</param>
    /// <param name="hours">The hours read.</param>
    /// <param name="fault">The part that cannot be read.</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out OpeningHours? hours, [NotNullWhen(false)] out string? fault)
    {
        Span[][] days = [.. Enumerable.Repeat<Span[]>([], DaysPerWeek)];
        foreach (string rule in text.Split(';', StringSplitOptions.TrimEntries))
        {
            string[] parts = rule.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (parts.Length != 2 || DaysOf(parts[0]) is not { } named || SpansOf(parts[1]) is not { } spans)
            {
                (hours, fault) = (null, rule);
                return false;
            }

            foreach (int day in named)
            {
                days[day] = spans;
            }
        }

        (hours, fault) = (new OpeningHours(days), null);
        return true;
    }

    /// <summary>Whether it is open at a local time.</summary>
    public bool Includes(DateTime local) => _days[IndexOf(local)].Any(span => local.TimeOfDay >= span.From && local.TimeOfDay < span.To);

    /// <summary>When it opens on a day, in order.</summary>
    /// <param name="day">The day.</param>
    /// <returns>Local times.</returns>
    public IEnumerable<DateTime> OpeningsOn(DateTime day) => _days[IndexOf(day)].Select(span => span.From).Order().Select(day.Date.Add);

    private static int IndexOf(DateTime day) => ((int)day.DayOfWeek + DaysPerWeek - 1) % DaysPerWeek;

    /// <summary>The days of <c>Mo-We,Fr</c>; a range may lead over Sunday. Null: there are no such days.</summary>
    private static List<int>? DaysOf(string text)
    {
        List<int> days = [];
        foreach (string range in text.Split(','))
        {
            int[] ends = [.. range.Split('-').Select(name => Array.IndexOf(Names, name))];
            if (ends.Length > 2 || ends.Contains(-1))
            {
                return null;
            }

            int count = (ends[^1] - ends[0] + DaysPerWeek) % DaysPerWeek + 1;
            days.AddRange(Enumerable.Range(ends[0], count).Select(day => day % DaysPerWeek));
        }

        return days;
    }

    /// <summary>The hours of <c>09:00-12:00,13:00-18:00</c>, or of <c>off</c>; null: there are no such hours.</summary>
    private static Span[]? SpansOf(string text)
    {
        if (text == "off")
        {
            return [];
        }

        List<Span> spans = [];
        foreach (string[] ends in text.Split(',').Select(range => range.Split('-')))
        {
            if (ends.Length != 2 || TimeOf(ends[0]) is not { } from || TimeOf(ends[1]) is not { } to || to <= from)
            {
                return null;
            }

            spans.Add(new Span(from, to));
        }

        return [.. spans];
    }

    private static TimeSpan? TimeOf(string text) =>
        text == Midnight ? TimeSpan.FromDays(1)
        : TimeSpan.TryParseExact(text, @"hh\:mm", CultureInfo.InvariantCulture, out TimeSpan time) ? time : null;
}
