using System.Globalization;

namespace FaqBot.Core.Knowledge;

/// <summary>Reads the dates of validity.</summary>
internal static class Instant
{
    private static readonly string[] Timestamps = ["yyyy-MM-ddTHH:mm:sszzz", "yyyy-MM-ddTHH:mm:ss.FFFFFFFzzz", "yyyy-MM-ddTHH:mmzzz"];

    /// <summary>Reads a date (a whole day in UTC) or an RFC 3339 timestamp with offset.</summary>
    /// <param name="text">The text.</param>
    /// <param name="endOfDay">Whether a date means its end, not its start.</param>
    /// <param name="instant">The instant.</param>
    /// <returns>Whether the text is one.</returns>
    public static bool TryParse(string? text, bool endOfDay, out DateTimeOffset instant)
    {
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly date))
        {
            // 9999-12-31 is how many write "for ever".
            instant = endOfDay && date == DateOnly.MaxValue
                ? DateTimeOffset.MaxValue
                : new DateTimeOffset(date.AddDays(endOfDay ? 1 : 0).ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
            return true;
        }

        return DateTimeOffset.TryParseExact(
            text?.Replace("Z", "+00:00", StringComparison.Ordinal), Timestamps, CultureInfo.InvariantCulture, DateTimeStyles.None,
                out instant);
    }
}
