using FaqBot.Core.Analytics.Relational;
using FaqBot.Core.Storage;

namespace FaqBot.Core.Analytics.Logging;

/// <summary>What the question log has added up, for charts and tables.</summary>
/// <remarks>Thread-safe; every call reads the file and blocks meanwhile. What was asked just now may be missing:
/// <see cref="QuestionLog.FlushAsync"/>.</remarks>
/// <param name="log">The log.</param>
public sealed class QuestionTotals(QuestionLog log)
{
    /// <summary>Most rows of a list.</summary>
    public const int MostRows = 1_000;

    /// <summary>The days on which something was asked, ascending.</summary>
    /// <param name="filter">Which.</param>
    /// <returns>The days.</returns>
    /// <exception cref="StoreException">The file cannot be read.</exception>
    public IReadOnlyList<DayTotals> Days(TotalsFilter filter) => Read(filter, reader => reader.Days());

    /// <summary>The entries that were asked for or spoken of, most answered first.</summary>
    /// <param name="filter">Which.</param>
    /// <returns>The entries.</returns>
    /// <exception cref="StoreException">The file cannot be read.</exception>
    public IReadOnlyList<EntryTotals> Entries(TotalsFilter filter) => Read(filter, reader => reader.Entries());

    /// <summary>The histogram of confidences, with what users said of the answers of each step.</summary>
    /// <param name="filter">Which; neither channel nor language count.</param>
    /// <returns>All steps, ascending.</returns>
    /// <exception cref="StoreException">The file cannot be read.</exception>
    public IReadOnlyList<ConfidenceTotals> Confidence(TotalsFilter filter) => Read(filter, reader => reader.Confidence());

    /// <summary>Pairs of entries that users took for each other, the most frequent first.</summary>
    /// <param name="filter">Which; only the days count.</param>
    /// <returns>The pairs.</returns>
    /// <exception cref="StoreException">The file cannot be read.</exception>
    public IReadOnlyList<ConfusionTotals> Confusions(TotalsFilter filter) => Read(filter, reader => reader.Confusions(MostRows));

    /// <summary>What became of suggestions.</summary>
    /// <param name="filter">Which.</param>
    /// <returns>Shown, chosen, helpful.</returns>
    /// <exception cref="StoreException">The file cannot be read.</exception>
    public SuggestionFunnel Funnel(TotalsFilter filter) => Read(filter, reader => reader.Funnel());

    /// <summary>When versions were published of which something was asked, ascending.</summary>
    /// <param name="filter">Which; the days do not count.</param>
    /// <returns>The publications.</returns>
    /// <exception cref="StoreException">The file cannot be read.</exception>
    public IReadOnlyList<PublicationMark> Publications(TotalsFilter filter) => Read(filter, reader => reader.Publications());

    /// <summary>The wordings that were last asked in these days. Texts of customers: a right of its own.</summary>
    /// <param name="filter">Which; only the days count.</param>
    /// <param name="unanswered">Whether only those without a match, by how often that was; else all, by how often they were asked.</param>
    /// <returns>The wordings.</returns>
    /// <exception cref="StoreException">The file cannot be read.</exception>
    public IReadOnlyList<WordingTotals> Wordings(TotalsFilter filter, bool unanswered) =>
        Read(filter, reader => reader.Wordings(unanswered, MostRows));

    private T Read<T>(TotalsFilter filter, Func<TotalsReader, T> read)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return log.Open().Read(connection => read(new TotalsReader(connection, filter)));
    }
}
