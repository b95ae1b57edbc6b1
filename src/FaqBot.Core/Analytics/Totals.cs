namespace FaqBot.Core.Analytics;

/// <summary>Which totals are wanted.</summary>
/// <param name="KnowledgeBaseId">The knowledge base.</param>
/// <param name="From">The first day.</param>
/// <param name="To">The last day.</param>
public sealed record TotalsFilter(string KnowledgeBaseId, DateOnly From, DateOnly To)
{
    /// <summary>The only version; null: all.</summary>
    public int? Version { get; init; }

    /// <summary>The only channel; null: all.</summary>
    public string? Channel { get; init; }

    /// <summary>The only language, as a tag; null: all.</summary>
    public string? Language { get; init; }

    /// <summary>The only entries: what nothing matched belongs to none; null: all.</summary>
    public IReadOnlyList<string>? Entries { get; init; }
}

/// <summary>What was asked on a day.</summary>
/// <param name="Day">The day, in the time zone of the knowledge base.</param>
/// <param name="Asked">Questions.</param>
/// <param name="Answered">Of these, answered; exact ones included.</param>
/// <param name="Exact">Of these, equal to a stored question.</param>
/// <param name="Suggested">Asked back.</param>
/// <param name="NoMatch">Without a match.</param>
/// <param name="Cached">Whose ranking the cache had.</param>
/// <param name="MeanConfidence">Mean confidence in the best entry; 0 on a day without questions.</param>
/// <param name="MeanMilliseconds">Mean time to answer.</param>
public sealed record DayTotals(
    DateOnly Day, long Asked, long Answered, long Exact, long Suggested, long NoMatch, long Cached, double MeanConfidence,
        double MeanMilliseconds)
{
    /// <summary>Different users; only where neither version, channel nor language is asked for.</summary>
    public long? Users { get; init; }

    /// <summary>Conversations; only where neither version, channel nor language is asked for.</summary>
    public long? Conversations { get; init; }

    /// <summary>Conversations whose last question was answered and not asked again within ten minutes: an estimate of those that need no
    /// person.</summary>
    public long? Settled { get; init; }
}

/// <summary>How an entry does.</summary>
/// <param name="EntryId">The entry.</param>
/// <param name="Answered">How often it was the answer.</param>
/// <param name="Suggested">How often it came first among suggestions.</param>
/// <param name="MeanConfidence">Mean confidence in it where it answered or came first.</param>
/// <param name="LastAsked">The last day on which it answered or came first.</param>
/// <param name="Helpful">Users who said that it helped.</param>
/// <param name="NotHelpful">Users who said that it did not.</param>
/// <param name="Chosen">Users who chose it among several.</param>
public sealed record EntryTotals(
    string EntryId, long Answered, long Suggested, double MeanConfidence, DateOnly? LastAsked, long Helpful, long NotHelpful, long Chosen)
{
    /// <summary>Where the share lay in the same number of days before; null where nobody said anything then.</summary>
    public WilsonInterval? FormerInterval { get; init; }

    /// <summary>Whether surely fewer find that it helps than before.</summary>
    public bool IsFalling => FormerInterval?.Low > HelpfulInterval?.High;

    /// <summary>How often the same person asked again in other words within ten minutes of its answer.</summary>
    public long AskedAgain { get; init; }

    /// <summary>Share of those who said that it helped; null where nobody said anything.</summary>
    public double? HelpfulRate => Helpful + NotHelpful == 0 ? null : (double)Helpful / (Helpful + NotHelpful);

    /// <summary>Where the share lies with 95 % confidence.</summary>
    public WilsonInterval? HelpfulInterval => WilsonInterval.Of(Helpful, Helpful + NotHelpful);
}

/// <summary>Questions of one step of confidence, and what users said of their answers.</summary>
/// <param name="From">Least confidence of the step.</param>
/// <param name="Asked">Questions.</param>
/// <param name="Helpful">Answers that helped.</param>
/// <param name="NotHelpful">Answers that did not.</param>
public sealed record ConfidenceTotals(double From, long Asked, long Helpful, long NotHelpful)
{
    /// <summary>Share of answers that helped; null where nobody said anything.</summary>
    public double? HelpfulRate => Helpful + NotHelpful == 0 ? null : (double)Helpful / (Helpful + NotHelpful);

    /// <summary>Where the share lies with 95 % confidence.</summary>
    public WilsonInterval? HelpfulInterval => WilsonInterval.Of(Helpful, Helpful + NotHelpful);
}

/// <summary>Two entries of which users meant the one where the other came first.</summary>
/// <param name="Found">The entry that came first.</param>
/// <param name="Meant">The entry that was chosen.</param>
/// <param name="Times">How often.</param>
public sealed record ConfusionTotals(string Found, string Meant, long Times);

/// <summary>What becomes of suggestions.</summary>
/// <param name="Shown">How often suggestions were shown.</param>
/// <param name="Chosen">How often one of them was chosen.</param>
/// <param name="Helpful">How often users said after suggestions that the answer helped.</param>
public sealed record SuggestionFunnel(long Shown, long Chosen, long Helpful);

/// <summary>A publication, as a mark on the axis of time.</summary>
/// <param name="Version">The version.</param>
/// <param name="At">When it was built.</param>
public sealed record PublicationMark(int Version, DateTimeOffset At);

/// <summary>A wording and how it was answered.</summary>
/// <param name="Text">The redacted text.</param>
/// <param name="Language">Its language, as a tag.</param>
/// <param name="Asked">How often it was asked.</param>
/// <param name="People">Different users, counted within a calendar month: the month with the most.</param>
/// <param name="NoMatch">How often nothing matched.</param>
/// <param name="MeanConfidence">Mean confidence in the best entry.</param>
/// <param name="EntryId">The entry that came first most often; or null.</param>
public sealed record WordingTotals(
    string Text, string Language, long Asked, long People, long NoMatch, double MeanConfidence, string? EntryId);
