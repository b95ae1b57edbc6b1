using System.Globalization;
using FaqBot.Apis.Authoring;
using FaqBot.Core.Authoring;
using FaqBot.Core.Knowledge;
using FaqBot.Core.Text;
using FaqBot.Engine;
using FaqBot.Http;

namespace FaqBot.Apis.QnaMaker.Authoring;

/// <summary>Lists entries as clients of QnA Maker download them.</summary>
internal static class AuthoredEntries
{
    /// <summary>Lists entries.</summary>
    /// <param name="editing">What edits.</param>
    /// <param name="copy">The working copy.</param>
    /// <param name="knowledge">What it holds, or what is published of it; switched-off entries are not shown.</param>
    /// <param name="source">Only those of this source; null: of all.</param>
    /// <param name="since">Only those that were changed within this time; null: all.</param>
    /// <param name="now">The present.</param>
    public static IReadOnlyList<AuthoredEntry> Of(
        Editing editing, WorkingCopy copy, KnowledgeBase knowledge, string? source, TimeSpan? since, DateTimeOffset now)
    {
        IReadOnlyDictionary<string, int> numbers = editing.Copies.NumbersOf(knowledge);
        IReadOnlyDictionary<int, DateTimeOffset> times =
            editing.Copies.TimesOf(copy.Id, copy.Entries.Select(entry => entry.Revision));
        DateTimeOffset? otherwise = editing.Copies.TimesOf(copy.Id).Changed;
        Language language = AuthoredBases.LanguageOf(knowledge);
        HashSet<string> shown = [.. knowledge.Entries.Where(entry => entry.Enabled).Select(entry => entry.Id)];
        List<AuthoredEntry> entries = [];
        foreach (FaqEntry entry in knowledge.Entries.Where(entry => entry.Enabled))
        {
            DateTimeOffset? changed = copy.Find(entry.Id) is { } working && times.TryGetValue(working.Revision, out DateTimeOffset at)
                ? at : otherwise;
            string from = entry.Source ?? AuthoredBases.Editorial;
            if ((source is not null && !from.Equals(source, StringComparison.OrdinalIgnoreCase))
                || (since is { } ago && changed < now - ago))
            {
                continue;
            }

            entries.Add(new AuthoredEntry(
                numbers[entry.Id],
                entry.Answer.For(language),
                from,
                [.. entry.Questions],
                [.. entry.Metadata.Select(pair => new QnaMetadata(pair.Key, pair.Value))],
                [.. entry.Suggested.Select(AlternateCluster.Of)],
                new QnaContext(entry.ContextOnly, [.. entry.Prompts.Where(prompt => shown.Contains(prompt.EntryId)).Select(
                    (prompt, order) => new QnaPrompt(order, numbers[prompt.EntryId], null, prompt.Text.For(language)))]),
                changed?.ToString("O", CultureInfo.InvariantCulture)));
        }

        return entries;
    }

    /// <summary>Reads how far back changes count: a number of seconds, minutes, hours or days, such as <c>5m</c>.</summary>
    /// <exception cref="InvalidRequestException">It is something else.</exception>
    public static TimeSpan? Since(string? stated)
    {
        if (string.IsNullOrEmpty(stated))
        {
            return null;
        }

        if (int.TryParse(stated.AsSpan()[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out int amount))
        {
            switch (char.ToLowerInvariant(stated[^1]))
            {
                case 's':
                    return TimeSpan.FromSeconds(amount);
                case 'm':
                    return TimeSpan.FromMinutes(amount);
                case 'h':
                    return TimeSpan.FromHours(amount);
                case 'd' when amount <= 36_500:
                    return TimeSpan.FromDays(amount);
            }
        }

        RequestFaults faults = new();
        faults.Add("changedSince", "Found another text, expected a number with s, m, h or d, such as 5m.");
        throw faults.ToException();
    }
}
