namespace FaqBot.Core.Analytics;

/// <summary>What the question log keeps, and for how long.</summary>
public sealed class QuestionLogOptions
{
    /// <summary>Most questions that are written at once.</summary>
    public const int BatchRows = 256;

    private const int MostDays = 3_650;

    /// <summary>Whether questions are logged at all.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>The SQLite file; null: beside the database, <c>faq.questions.db</c> beside <c>faq.db</c>.</summary>
    public string? Path { get; set; }

    /// <summary>Most questions that wait to be written, 256–1,000,000; further ones are dropped and counted.</summary>
    public int QueueLength { get; set; } = 8_192;

    /// <summary>Days for which texts are kept, 0–3,650; 0: none is stored.</summary>
    public int TextDays { get; set; } = 90;

    /// <summary>Days for which rows are kept, <see cref="TextDays"/>–3,650; 0: only the daily totals are.</summary>
    public int RowDays { get; set; } = 400;

    /// <summary>Whether the texts of questions that got an answer are kept, too.</summary>
    public bool KeepAnsweredTexts { get; set; } = true;

    /// <summary>Knowledge bases of which only the texts of questions that got no answer are kept.</summary>
    public string[] OnlyUnanswered { get; set; } = [];

    /// <summary>Knowledge bases whose questions are not logged.</summary>
    public string[] Excluded { get; set; } = [];

    /// <summary>Where the days of all other knowledge bases begin and end, a name of the IANA database.</summary>
    public string TimeZone { get; set; } = "UTC";

    /// <summary>Time zones of knowledge bases, such as <c>shop=Asia/Shanghai</c>.</summary>
    public string[] TimeZones { get; set; } = [];

    /// <summary>How often what is too old is deleted, 1 minute to 1 day.</summary>
    public TimeSpan PurgeInterval { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Finds what is out of range.</summary>
    /// <returns>One line a fault.</returns>
    public IEnumerable<string> Faults()
    {
        if (Path is not null && string.IsNullOrWhiteSpace(Path))
        {
            yield return "Path is empty, expected a file or null";
        }

        if (QueueLength is < BatchRows or > 1_000_000)
        {
            yield return $"QueueLength is {QueueLength}, expected {BatchRows} to 1000000";
        }

        if (TextDays is < 0 or > MostDays)
        {
            yield return $"TextDays is {TextDays}, expected 0 to {MostDays}";
        }

        if (RowDays is < 0 or > MostDays || (RowDays < TextDays && TextDays <= MostDays))
        {
            yield return $"RowDays is {RowDays}, expected TextDays ({TextDays}) to {MostDays}";
        }

        if (Excluded.Any(string.IsNullOrWhiteSpace))
        {
            yield return "Excluded holds an empty id";
        }

        if (OnlyUnanswered.Any(string.IsNullOrWhiteSpace))
        {
            yield return "OnlyUnanswered holds an empty id";
        }

        if (Find(TimeZone) is null)
        {
            yield return $"TimeZone is '{TimeZone}', expected a name of the IANA database, such as Asia/Shanghai";
        }

        foreach (string zone in TimeZones.Where(zone => zone.Split('=') is not [{ Length: > 0 }, var name] || Find(name) is null))
        {
            yield return $"TimeZones holds '{zone}', expected a knowledge base and a time zone, such as shop=Asia/Shanghai";
        }

        if (PurgeInterval < TimeSpan.FromMinutes(1) || PurgeInterval > TimeSpan.FromDays(1))
        {
            yield return $"PurgeInterval is {PurgeInterval}, expected 00:01:00 to 1.00:00:00";
        }
    }

    /// <summary>The file, beside the database unless it is named.</summary>
    /// <param name="database">The database with the published versions.</param>
    /// <returns>The file.</returns>
    public string FileBeside(string database) => Path ?? System.IO.Path.ChangeExtension(database, ".questions.db");

    /// <summary>Whether the texts of questions are kept.</summary>
    /// <param name="knowledgeBaseId">The knowledge base.</param>
    /// <param name="isAnswered">Whether they got an answer.</param>
    /// <returns>Whether they are.</returns>
    public bool KeepsText(string knowledgeBaseId, bool isAnswered) => TextDays > 0
        && (!isAnswered || (KeepAnsweredTexts && !OnlyUnanswered.Contains(knowledgeBaseId, StringComparer.Ordinal)));

    /// <summary>Where a knowledge base is at home.</summary>
    /// <param name="knowledgeBaseId">The knowledge base.</param>
    /// <returns>The name of its time zone.</returns>
    public string ZoneOf(string knowledgeBaseId) =>
        TimeZones.Select(zone => zone.Split('=')).FirstOrDefault(zone => zone[0] == knowledgeBaseId)?[1] ?? TimeZone;

    /// <summary>The day of an instant, where its knowledge base is at home.</summary>
    /// <param name="knowledgeBaseId">The knowledge base.</param>
    /// <param name="at">The instant.</param>
    /// <returns>The day.</returns>
    public DateOnly DayOf(string knowledgeBaseId, DateTimeOffset at)
    {
        TimeZoneInfo zone = Find(ZoneOf(knowledgeBaseId)) ?? TimeZoneInfo.Utc;
        return DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, zone).DateTime);
    }

    private static TimeZoneInfo? Find(string name) =>
        string.IsNullOrWhiteSpace(name) ? null : TimeZoneInfo.TryFindSystemTimeZoneById(name, out TimeZoneInfo? zone) ? zone : null;
}
