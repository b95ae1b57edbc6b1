using System.Numerics.Tensors;
using System.Security.Cryptography;
using FaqBot.Core.Analytics;
using FaqBot.Core.Answering;
using FaqBot.Core.Knowledge;
using FaqBot.Core.Matching;
using FaqBot.Core.Similarity;
using FaqBot.Core.Storage;
using FaqBot.Core.Text;
using FaqBot.Encoding.Vectors;

namespace FaqBot.Core.Learning;

/// <summary>Makes suggestions of what customers asked. Nothing changes by itself: the owner decides.</summary>
/// <remarks>
/// Wordings that want the same answer are put together (<see cref="PartialClustering"/>); what enough people asked is asked again of the
/// version that answers now. Where the nearest stored question, the ranking and the users' choices agree, the wordings are proposed for
/// that entry; where nothing answers, or answers did not help, a new entry is.
/// </remarks>
/// <param name="options">How much evidence is needed.</param>
public sealed class SuggestionFinder(LearningOptions options)
{
    /// <summary>Least similarity of vectors at which two wordings are compared.</summary>
    public const double Near = 0.3;

    // Vectors alone hardly tell siblings apart: without a judge wordings must be nearer.
    private const double MoreWithoutJudge = 0.1;

    /// <summary>Most wordings of a suggestion that are shown, and asked again.</summary>
    public const int MostWordings = 50;

    private const int DensityNeighbours = 10, MostNearest = 3, MostTerms = 5;

    // Of the people who asked, so many must be led to the same entry.
    private const double Agreement = 0.8;

    // People who asked what is not stored yet, among all who asked: those of a stored wording vouch for that one.
    private const int LeastOfOpen = 2;

    // What is as sure as this gains nothing.
    private const double Sure = 0.95;

    /// <summary>Makes the suggestions.</summary>
    /// <param name="catalog">The version that answers.</param>
    /// <param name="scale">The scale of its encoder.</param>
    /// <param name="asked">What was asked.</param>
    /// <param name="rank">Asks the version again, past log and cache.</param>
    /// <param name="rejected">What was rejected.</param>
    /// <param name="judge">Reads pairs of wordings; null: vectors and deciding words alone say what is alike.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>The suggestions of all queues, in each the most valuable first; and the groups that they were looked for in.</returns>
    public async Task<(IReadOnlyList<Suggestion> Suggestions, IReadOnlyList<WordingGroup> Groups)> FindAsync(
        FaqCatalog catalog, SimilarityScale scale, AskedWordings asked, Func<Question, ValueTask<Findings>> rank,
            IReadOnlyList<Rejection> rejected, QuestionJudge? judge, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(asked);
        ArgumentNullException.ThrowIfNull(rank);
        IReadOnlyList<int[]> clusters = await PartialClustering.FindAsync(
            asked.Vectors, scale, Near, Math.Min(1, options.Likeness + (judge is null ? MoreWithoutJudge : 0)),
            new WordingLikeness(judge, asked, scale).OfAsync, rows => HasEnough([.. rows.Select(row => asked.Wordings[row])]),
            cancellationToken);
        HashSet<int> clustered = [.. clusters.SelectMany(cluster => cluster)];
        RejectionFilter filter = new(rejected, catalog, options.RejectedCosine);
        List<Suggestion> found = [];
        List<WordingGroup> groups = [];
        foreach (int[] rows in clusters.Concat(
            Enumerable.Range(0, asked.Wordings.Count).Where(row => !clustered.Contains(row)).Select(row => new[] { row })))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (HasEnough([.. rows.Select(row => asked.Wordings[row])]))
            {
                groups.Add(GroupOf(asked, rows));
            }

            if (await SuggestAsync(catalog, asked, rows, rank) is { } suggestion && !filter.Covers(suggestion, asked.VectorOf(suggestion)))
            {
                found.Add(suggestion);
            }
        }

        found.AddRange(Repairs.Of(asked.Wordings, catalog, options).Where(repair => !filter.Covers(repair, default)));
        return (
            [.. found.OrderBy(one => one.Queue).ThenByDescending(one => one.Rank).ThenBy(one => one.Id, StringComparer.Ordinal)], groups);
    }

    private static WordingGroup GroupOf(AskedWordings asked, int[] rows)
    {
        int[] shown = [.. rows.OrderByDescending(row => asked.Wordings[row].Asked).ThenBy(row => row).Take(MostWordings)];
        return new WordingGroup(
            SharedTerms.Of([.. shown.Select(row => asked.Wordings[row].Text)], MostTerms),
            [.. shown.Select(row => asked.Wordings[row].Text)],
            [.. rows.Select(row => asked.Wordings[row].Id)]);
    }

    /// <summary>Names a suggestion by what it is about.</summary>
    internal static string IdOf(QueueKind queue, string? entry, string about) => Convert.ToHexStringLower(SHA256.HashData(
        System.Text.Encoding.UTF8.GetBytes($"{queue}\n{entry}\n{about}")).AsSpan(0, 8));

    private async Task<Suggestion?> SuggestAsync(
        FaqCatalog catalog, AskedWordings asked, int[] rows, Func<Question, ValueTask<Findings>> rank)
    {
        LoggedWording[] wordings = [.. rows.Select(row => asked.Wordings[row])];
        if (!HasEnough(wordings))
        {
            return null;
        }

        Votes votes = People.Votes(wordings);
        bool chosen = IsChosen(votes);
        // Those of most people stand for all; what is stored by now needs no suggestion.
        List<(int Row, LoggedWording Wording, Findings Findings)> open = [];
        foreach ((int row, LoggedWording wording) in rows.Zip(wordings).OrderByDescending(one => one.Second.Users.Count)
            .ThenBy(one => one.First).Take(MostWordings))
        {
            if (Question.TryParse(wording.Text, int.MaxValue, null, out Question? question, out _) && catalog.RowOf(question) < 0)
            {
                open.Add((row, wording, await rank(question)));
            }
        }

        if (open.Count == 0)
        {
            return null;
        }

        Evidence evidence = Evidence.Of(catalog, asked.Vectors, open);
        string? entry = AgreedEntry(evidence, votes, chosen);
        if (entry is not null)
        {
            List<(int Row, LoggedWording Wording, Findings Findings)> led = Led(catalog, asked.Vectors, open, entry);
            return led.Count == 0 ? null
                : Make(catalog, asked, led, People.Of(wordings), votes, Evidence.Of(catalog, asked.Vectors, led), entry);
        }

        bool isGap = evidence.Decision != Decision.Answer || votes.WeightOf(evidence.Best) < 0;
        return isGap ? Make(catalog, asked, open, People.Of(wordings), votes, evidence, null) : null;
    }

    /// <summary>The wordings that are led to an entry each by itself, or by users' choices, and gain by being stored for it. What a group
    /// holds beside them is evidence, and proposed for nothing; what one person alone has typed, and nobody else in other words that are
    /// not stored yet, is neither.</summary>
    private static List<(int Row, LoggedWording Wording, Findings Findings)> Led(
        FaqCatalog catalog, UnitVectors vectors, List<(int Row, LoggedWording Wording, Findings Findings)> open, string entry)
    {
        List<(int Row, LoggedWording Wording, Findings Findings)> led = [];
        bool isChosen = false;
        foreach ((int row, LoggedWording wording, Findings findings) in open)
        {
            bool chosen = People.Votes([wording]).WeightOf(entry) > 0;
            bool leads = findings.Ranked is [var first, ..] && catalog.Entries[first.Entry].Id == entry
                && findings.Policy.Decide(findings.Ranked) == Decision.Answer && first.Confidence < Sure
                && catalog.Entries[Evidence.NearestEntryOf(catalog, vectors[row])].Id == entry;
            if (chosen || leads)
            {
                led.Add((row, wording, findings));
                isChosen |= chosen;
            }
        }

        return isChosen || People.Of(led.Select(one => one.Wording)) >= LeastOfOpen ? led : [];
    }

    /// <summary>Whether enough people asked, or chose.</summary>
    private bool HasEnough(LoggedWording[] wordings) =>
        People.Of(wordings) >= options.LeastPeople || (wordings.Any(one => one.Feedback.Count > 0) && IsChosen(People.Votes(wordings)));

    private bool IsChosen(Votes votes) => votes.Entries.Any(entry => votes.Of(entry).Chosen >= options.LeastChoices);

    /// <summary>The entry that all the evidence points to; null where it does not agree.</summary>
    private string? AgreedEntry(Evidence evidence, Votes votes, bool chosen)
    {
        if (chosen)
        {
            string favourite = votes.Entries.OrderByDescending(votes.WeightOf).ThenBy(entry => entry, StringComparer.Ordinal).First();
            return votes.Of(favourite).Chosen >= options.LeastChoices && !votes.Contradict(favourite) ? favourite : null;
        }

        return evidence is { Best: { } best, BestShare: >= Agreement, NearestShare: >= Agreement }
            && (evidence.Decision == Decision.Answer || votes.WeightOf(best) > 0) && !votes.Contradict(best) ? best : null;
    }

    private static Suggestion Make(
        FaqCatalog catalog, AskedWordings asked, List<(int Row, LoggedWording Wording, Findings Findings)> open, int people, Votes votes,
            Evidence evidence, string? entry)
    {
        int[] rows = [.. open.Select(one => one.Row)];
        int medoid = asked.MedoidOf(rows);
        QueueKind queue = entry is null ? QueueKind.Gaps : QueueKind.Wordings;
        double density = rows.Average(row => asked.DensityOf(row, DensityNeighbours));
        string? spokenOf = entry ?? evidence.Best;
        return new Suggestion
        {
            Id = IdOf(queue, entry, TextNormalizer.MatchKey(TextNormalizer.Clean(asked.Wordings[medoid].Text))),
            Queue = queue,
            EntryId = entry,
            Wordings =
            [
                .. rows.OrderBy(row => row == medoid ? 0 : 1).ThenByDescending(row => asked.Wordings[row].Users.Count).ThenBy(row => row)
                    .Select(row => new SuggestedWording(
                        asked.Wordings[row].Text, asked.Wordings[row].Asked, People.Of([asked.Wordings[row]]),
                        Math.Round(TensorPrimitives.Dot(asked.Vectors[row], asked.Vectors[medoid]), 4))),
            ],
            People = people,
            Chosen = votes.Of(spokenOf).Chosen,
            Helpful = votes.Of(spokenOf).Helpful,
            NotHelpful = votes.Of(spokenOf).NotHelpful,
            Confidence = Math.Round(evidence.Confidence, 4),
            Density = Math.Round(density, 4),
            Rank = Math.Round(Math.Log(1 + people) * (1 - evidence.Confidence) * density, 4),
            Nearest =
            [
                .. evidence.Nearest.Take(MostNearest).Select(near =>
                    new NearestEntry(catalog.Entries[near.Entry].Id, catalog.Entries[near.Entry].Question, near.Confidence)),
            ],
            Terms = SharedTerms.Of([.. open.Select(one => one.Wording.Text)], MostTerms),
        };
    }

    /// <summary>What the version that answers now says to the wordings, weighted by people.</summary>
    private sealed record Evidence(
        string? Best, double BestShare, double NearestShare, double Confidence, Decision Decision, IReadOnlyList<RankedEntry> Nearest)
    {
        public static Evidence Of(
            FaqCatalog catalog, UnitVectors vectors, List<(int Row, LoggedWording Wording, Findings Findings)> open)
        {
            double all = open.Sum(one => Weight(one.Wording));
            var best = open.Where(one => one.Findings.Ranked.Count > 0)
                .GroupBy(one => one.Findings.Ranked[0].Entry).MaxBy(entry => entry.Sum(one => Weight(one.Wording)));
            Decision decision = open.GroupBy(one => one.Findings.Policy.Decide(one.Findings.Ranked))
                .MaxBy(group => group.Sum(one => Weight(one.Wording)))!.Key;
            double confidence =
                open.Sum(one => Weight(one.Wording) * (one.Findings.Ranked is [var first, ..] ? first.Confidence : 0)) / all;
            if (best is null)
            {
                return new Evidence(null, 0, 0, confidence, decision, []);
            }

            double nearest = open.Where(one => NearestEntryOf(catalog, vectors[one.Row]) == best.Key).Sum(one => Weight(one.Wording));
            return new Evidence(
                catalog.Entries[best.Key].Id, best.Sum(one => Weight(one.Wording)) / all, nearest / all, confidence, decision,
                open[0].Findings.Ranked);
        }

        private static double Weight(LoggedWording wording) => Math.Max(1, wording.Users.Count);

        public static int NearestEntryOf(FaqCatalog catalog, ReadOnlySpan<float> vector)
        {
            float[] cosines = new float[catalog.Vectors.Rows];
            catalog.Vectors.Cosines(vector, 0, cosines);
            return catalog.Questions[TensorPrimitives.IndexOfMax(cosines)].Entry;
        }
    }
}
