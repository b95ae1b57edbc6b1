using FaqBot.Core.Analytics;
using FaqBot.Core.Storage;

namespace FaqBot.Core.Learning;

/// <summary>Counts people, so that one of them cannot push a suggestion.</summary>
internal static class People
{
    /// <summary>Different users of wordings: keys of two months are never the same, so the month with the most counts.</summary>
    public static int Of(IEnumerable<LoggedWording> wordings) => wordings.SelectMany(wording => wording.Users).Distinct()
        .GroupBy(user => user.Month).Select(month => month.Count()).DefaultIfEmpty().Max();

    /// <summary>What users said of each entry, each user once of each entry and kind.</summary>
    public static Votes Votes(IEnumerable<LoggedWording> wordings) => new(
        wordings.SelectMany(wording => wording.Feedback).Where(said => said.EntryId is not null)
            .Select(said => (said.EntryId!, said.Kind, said.User)).Distinct()
            .GroupBy(said => said.Item1, StringComparer.Ordinal)
            .ToDictionary(
                entry => entry.Key,
                entry => (
                    entry.Count(said => said.Kind == FeedbackKind.Chosen), entry.Count(said => said.Kind == FeedbackKind.Helpful),
                    entry.Count(said => said.Kind == FeedbackKind.NotHelpful)),
                StringComparer.Ordinal));
}

/// <summary>What users said of entries.</summary>
internal sealed class Votes(IReadOnlyDictionary<string, (int Chosen, int Helpful, int NotHelpful)> byEntry)
{
    private const double HelpfulWeight = 0.5;

    /// <summary>The entries that were spoken of.</summary>
    public IEnumerable<string> Entries => byEntry.Keys;

    /// <summary>What was said of an entry.</summary>
    public (int Chosen, int Helpful, int NotHelpful) Of(string? entry) => entry is null ? default : byEntry.GetValueOrDefault(entry);

    /// <summary>Chosen counts 1, helpful 0.5, not helpful −1.</summary>
    public double WeightOf(string? entry) => Of(entry) is var said ? said.Chosen + (HelpfulWeight * said.Helpful) - said.NotHelpful : 0;

    /// <summary>Whether users point to another entry than this one.</summary>
    public bool Contradict(string entry) => WeightOf(entry) < 0
        || byEntry.Keys.Any(other => other != entry && WeightOf(other) > 0 && WeightOf(other) >= WeightOf(entry));
}
