using System.Globalization;

namespace FaqBot.Handover;

/// <summary>When people are there to take over: section <c>FaqBot:Channels:Hours</c>.</summary>
internal sealed class OfficeHourOptions
{
    private const int MostClosed = 400, MostLength = 500, DaysLookedAhead = 31;

    // Options are read once; hours are asked for with every reply.
    private OpeningHours? _read;
    private HashSet<DateOnly>? _closed;

    /// <summary>The week's hours, such as <c>Mo-Fr 09:00-18:00; Sa 10:00-14:00</c>; null: always.</summary>
    public string? Open { get; set; }

    /// <summary>Where they hold: a name of the IANA database.</summary>
    public string TimeZone { get; set; } = "UTC";

    /// <summary>Days, such as <c>2026-12-25</c>, on which nobody is there.</summary>
    public string[] Closed { get; set; } = [];

    private OpeningHours? Hours => _read ??= Open is { } open && OpeningHours.TryParse(open, out OpeningHours? hours, out _) ? hours : null;

    /// <summary>Whether somebody is there.</summary>
    public bool IncludesAt(DateTimeOffset now)
    {
        DateTime local = LocalOf(now);
        return !IsClosed(local) && Hours?.Includes(local) != false;
    }

    /// <summary>When somebody will be there again.</summary>
    /// <param name="now">A time at which nobody is.</param>
    /// <returns>The time; null: not within a month.</returns>
    public DateTimeOffset? OpensAfter(DateTimeOffset now)
    {
        DateTime local = LocalOf(now);
        IEnumerable<DateTime> openings =
            from ahead in Enumerable.Range(0, DaysLookedAhead)
            let day = local.Date.AddDays(ahead)
            where !IsClosed(day)
            from opening in Hours?.OpeningsOn(day) ?? [day]
            where opening > local
            select opening;
        return openings.Cast<DateTime?>().FirstOrDefault() is { } next ? InstantOf(next) : null;
    }

    /// <summary>A time as the office's clocks show it.</summary>
    public DateTimeOffset AtOffice(DateTimeOffset time) => TimeZoneInfo.ConvertTime(time, Zone);

    public IEnumerable<string> Faults()
    {
        if (Open is { Length: > MostLength })
        {
            yield return $"Hours:Open has {Open.Length} characters, expected at most {MostLength}";
        }
        else if (Open is { } open && !OpeningHours.TryParse(open, out _, out string? fault))
        {
            yield return $"Hours:Open: found '{fault}', expected days and hours, such as {OpeningHours.Example}";
        }

        if (!TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out _))
        {
            yield return $"Hours:TimeZone is '{TimeZone}', expected a name of the IANA database, such as Asia/Shanghai";
        }

        if (Closed.Length > MostClosed)
        {
            yield return $"Hours:Closed has {Closed.Length} days, expected at most {MostClosed}";
        }

        foreach (string day in Closed.Where(day => DateOf(day) is null))
        {
            yield return $"Hours:Closed holds '{day}', expected a day such as 2026-12-25";
        }
    }

    private TimeZoneInfo Zone => TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out TimeZoneInfo? zone) ? zone : TimeZoneInfo.Utc;

    private static DateOnly? DateOf(string day) =>
        DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly date) ? date : null;

    private DateTime LocalOf(DateTimeOffset now) => AtOffice(now).DateTime;

    private bool IsClosed(DateTime day) =>
        (_closed ??= [.. Closed.Select(DateOf).OfType<DateOnly>()]).Contains(DateOnly.FromDateTime(day));

    /// <summary>The instant of a local time; where clocks leave it out, of the time an hour later.</summary>
    private DateTimeOffset InstantOf(DateTime local)
    {
        DateTime shown = Zone.IsInvalidTime(local) ? local.AddHours(1) : local;
        return new DateTimeOffset(shown, Zone.GetUtcOffset(shown));
    }
}
