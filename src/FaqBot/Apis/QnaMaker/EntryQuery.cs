using FaqBot.Core.Analytics;
using FaqBot.Core.Answering;
using FaqBot.Core.Knowledge;
using FaqBot.Core.Matching;
using FaqBot.Core.Storage;
using FaqBot.Core.Text;
using FaqBot.Engine;

namespace FaqBot.Apis.QnaMaker;

/// <summary>What a request of QnA Maker or Custom Question Answering asks for.</summary>
/// <param name="Question">The question; null only where <paramref name="Number"/> names an entry.</param>
/// <param name="Number">The entry to give, whatever the question is; or null.</param>
/// <param name="PreviousNumber">The entry that was answered before, or null.</param>
/// <param name="Conditions">Conditions on metadata and sources.</param>
/// <param name="Top">Most entries to give, 1…<see cref="Ranking.MaxEntries"/>.</param>
/// <param name="Threshold">Least score of an entry, in the units of <paramref name="Scale"/>; null where the caller names none, and the
/// least that is worth a suggestion counts.</param>
/// <param name="Scale">What a confidence of 1 is called: 100 in QnA Maker, 1 in its successor.</param>
internal sealed record EntryQuery(
    Question? Question, int? Number, int? PreviousNumber, EntryFilter Conditions, int Top, double? Threshold, int Scale)
{
    private const int Decimals = 4;

    /// <summary>Who asks; null: nobody whose questions are logged.</summary>
    public Asker? Asker { get; init; }

    /// <summary>The user that the request names; or null.</summary>
    public string? User { get; init; }

    /// <summary>The language to answer in.</summary>
    public Language Language => Question?.Language ?? Language.Other;

    /// <summary>A confidence as clients see it, and as the threshold is compared with it.</summary>
    public double ScoreOf(RankedEntry entry) => Math.Round(entry.Confidence * Scale, Decimals);

    /// <summary>Asks the one <see cref="Answerer"/>.</summary>
    /// <param name="engine">What answers.</param>
    /// <param name="kb">The knowledge base.</param>
    /// <param name="deployment">Which version of it.</param>
    /// <param name="cancellationToken">The caller has gone.</param>
    public async ValueTask<EntryMatches> FindAsync(
        LoadedEngine engine, string kb, Deployment deployment, CancellationToken cancellationToken)
    {
        Findings findings = Question is null || Number is not null
            ? await engine.Answerer.FindAsync(kb, deployment, Number ?? 0, cancellationToken)
            : await engine.Answerer.FindAsync(
                new Ask(
                    Question, kb, FilterOf(await engine.Catalogs.FindAsync(kb, deployment, cancellationToken)), Ranking.MaxEntries, null)
                {
                    Deployment = deployment,
                    Asker = Asker,
                    LeastShown = (Threshold ?? 0) / Scale,
                },
                cancellationToken);
        double least = Threshold ?? findings.Policy.SuggestThreshold * Scale;
        RankedEntry[] entries = [.. findings.Ranked.Where(entry => entry.Confidence > 0 && ScoreOf(entry) >= least).Take(Top)];
        return new EntryMatches(findings.Catalog, entries, findings.Catalog.Knowledge.DefaultAnswer.For(Language));
    }

    private EntryFilter FilterOf(FaqCatalog? catalog)
    {
        int previous = PreviousNumber is { } number && catalog is not null ? catalog.IndexOfNumber(number) : -1;
        return previous < 0
            ? Conditions
            : new EntryFilter(Conditions.Metadata, Conditions.Join, catalog!.Entries[previous].Id)
            {
                Sources = Conditions.Sources,
                SourceJoin = Conditions.SourceJoin
            };
    }
}

/// <summary>The entries that a query has found.</summary>
/// <param name="Catalog">The version that they are of.</param>
/// <param name="Entries">The entries, most probable first.</param>
/// <param name="DefaultAnswer">What a customer reads when nothing fits.</param>
internal sealed record EntryMatches(FaqCatalog Catalog, IReadOnlyList<RankedEntry> Entries, string DefaultAnswer)
{
    /// <summary>The follow-up questions of an entry that lead somewhere in this version, each with the number of its entry.</summary>
    public IEnumerable<(FollowUpPrompt Prompt, int Number)> PromptsOf(FaqEntry entry) => entry.Prompts
        .Select(prompt => (prompt, Catalog.IndexOf(prompt.EntryId)))
        .Where(pair => pair.Item2 >= 0)
        .Select(pair => (pair.prompt, Catalog.NumberOf(pair.Item2)));
}
