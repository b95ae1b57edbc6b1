using System.Globalization;
using FaqBot.Core.Analytics;
using FaqBot.Core.Analytics.Logging;
using FaqBot.Core.Authoring;
using FaqBot.Core.Linting;
using FaqBot.Core.Storage;
using FaqBot.Encoding.Json;
using FaqBot.Engine;
using FaqBot.Http;

namespace FaqBot.Api.Authoring;

/// <summary>How entries are used, as the question log says.</summary>
internal enum EntryUsage
{
    /// <summary>They neither answered nor came first among suggestions.</summary>
    NeverAsked,

    /// <summary>They did.</summary>
    Asked,

    /// <summary>Surely more than half of those who spoke say that they did not help.</summary>
    Unhelpful,
}

/// <summary>Which entries are meant: by what they hold, by what lint finds in them, by how they are used.</summary>
/// <param name="Query">By what they hold.</param>
/// <param name="Rules">Ids of rules of which one finds something in them; none: any.</param>
/// <param name="Usage">How they are used; null: any.</param>
/// <param name="Days">In how many days up to the present one.</param>
internal sealed record EntryFilter(EntryQuery Query, IReadOnlyList<string> Rules, EntryUsage? Usage, int Days)
{
    private const int UsualDays = 90, MostDays = 3_660, MostRules = 20, LongestRule = 60;
    private const double Half = 0.5;

    /// <summary>Reads the query of a request.</summary>
    /// <exception cref="InvalidRequestException">Something cannot be read; all faults are told together.</exception>
    public static EntryFilter Of(HttpRequest request)
    {
        RequestFaults faults = new();
        string stated = request.Query["days"].ToString();
        int days = UsualDays;
        if (stated.Length > 0 && (!int.TryParse(stated, NumberStyles.None, CultureInfo.InvariantCulture, out days)
            || days is < 1 or > MostDays))
        {
            faults.Add("days", $"Found another text, expected a whole number from 1 to {MostDays}.");
        }

        EntryFilter filter = new(
            AuthoringRequest.Query(request, faults),
            RulesOf([.. request.Query["lint"].OfType<string>().Take(MostRules)], faults),
            UsageOf(request.Query["usage"].ToString(), faults),
            days);
        faults.ThrowIfAny();
        return filter;
    }

    /// <summary>Reads the member <c>filter</c> of a body.</summary>
    public static EntryFilter Of(JsonMembers? filter, RequestFaults faults) => new(
        AuthoringRequest.Query(filter, faults),
        RulesOf(filter?.Element("lint") is null ? [] : filter.Texts("lint", MostRules, LongestRule), faults),
        UsageOf(filter?.Text("usage", LongestRule) ?? "", faults),
        filter?.Integer("days", 1, MostDays) ?? UsualDays);

    /// <summary>Asks lint and the question log which entries are meant.</summary>
    /// <param name="kb">The knowledge base.</param>
    /// <param name="editing">Makes the draft that lint looks at.</param>
    /// <param name="totals">What was asked.</param>
    /// <param name="log">Writes what was asked.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">The caller has gone.</param>
    /// <returns>The entries by what they hold and by their ids.</returns>
    public async Task<EntryQuery> ResolveAsync(
        string kb, Editing editing, QuestionTotals totals, QuestionLog log, TimeProvider time, CancellationToken cancellationToken)
    {
        EntryQuery query = Query;
        if (Rules.Count > 0)
        {
            await AuthoringRequest.RunAsync(() => editing.Copies.Get(kb));
            await editing.Drafts.MakeAsync(kb, cancellationToken);
            LintReport report = await editing.Trials.LintAsync(kb, Deployment.Test, LintSeverity.Note, cancellationToken);
            query = Only(query, report.Findings.Where(finding => Rules.Contains(finding.RuleId, StringComparer.Ordinal))
                .Select(finding => finding.Entry).OfType<string>());
        }

        if (Usage is not { } usage)
        {
            return query;
        }

        await log.FlushAsync(cancellationToken);
        DateOnly today = log.Options.DayOf(kb, time.GetUtcNow());
        IReadOnlyList<EntryTotals> entries = await AuthoringRequest.RunAsync(
            () => totals.Entries(new TotalsFilter(kb, today.AddDays(1 - Days), today)));
        HashSet<string> asked = [.. entries.Where(entry => entry.Answered + entry.Suggested > 0).Select(entry => entry.EntryId)];
        return usage switch
        {
            EntryUsage.NeverAsked => query with { ExceptIds = asked },
            EntryUsage.Asked => Only(query, asked),
            _ => Only(query, entries.Where(entry => entry.HelpfulInterval?.High < Half).Select(entry => entry.EntryId)),
        };
    }

    private static EntryQuery Only(EntryQuery query, IEnumerable<string> ids) => query with
    {
        Ids = ids.Where(id => query.Ids?.Contains(id) != false).ToHashSet(StringComparer.Ordinal),
    };

    private static IReadOnlyList<string> RulesOf(IReadOnlyList<string> stated, RequestFaults faults)
    {
        if (stated.Any(rule => LintRule.All.All(known => known.Id != rule)))
        {
            faults.Add("lint", $"Found another word, expected ids of rules: {string.Join(", ", LintRule.All.Select(rule => rule.Id))}.");
        }

        return stated;
    }

    private static EntryUsage? UsageOf(string stated, RequestFaults faults)
    {
        switch (stated)
        {
            case "":
                return null;
            case "neverAsked":
                return EntryUsage.NeverAsked;
            case "asked":
                return EntryUsage.Asked;
            case "unhelpful":
                return EntryUsage.Unhelpful;
            default:
                faults.Add("usage", "Found another word, expected neverAsked, asked or unhelpful.");
                return null;
        }
    }
}
