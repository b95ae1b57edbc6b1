using System.Text.Json;
using FaqBot.Core.Importing.Reports;

namespace FaqBot.Core.Importing.Formats;

/// <content>An article and its translations become one entry.</content>
internal static partial class HelpCentre
{
    /// <summary>Adds an article; one that another list has in another language already goes to that.</summary>
    private static void AddOrJoin(FoundEntry entry, string? locale, Place place, ReadingContext context)
    {
        bool isTold = AnswerLanguage.IsTold(locale);
        if (entry.Id is null || context.Articles.TryAdd(entry.Id, entry) || entry.Answers.Count == 0
            || context.Articles[entry.Id] is var former && former.Enabled != entry.Enabled
            || isTold && entry.Answers.Keys.Any(former.Answers.ContainsKey))
        {
            context.Add(entry);
            return;
        }

        if (!isTold)
        {
            context.Notes.RowsLeftOut++;
            AnswerLanguage.NoteLeftOut(locale!, place, context);
            return;
        }

        foreach ((string key, FoundText answer) in entry.Answers)
        {
            former.Answers[key] = answer;
        }

        former.Questions.AddRange(entry.Questions.Where(question => !former.Questions.Exists(other => other.Text == question.Text)));
        former.Metadata!.AddRange(entry.Metadata!);
        former.Rows.Add(place);
    }

    /// <summary>Adds an article and its translations, the article itself first.</summary>
    private static void AddVersions(FoundEntry entry, Version[] versions, ReadingContext context)
    {
        string[] read = AnswerLanguage.Read(versions.Where(version => version.IsPublished && version.HasText)
            .Select(version => version.Locale ?? ""));
        foreach ((int index, Version version) in versions.Index())
        {
            if (!version.IsPublished)
            {
                context.Notes.LeftOut(NoteCode.NotPublished, version.Place, "the translation is not published");
            }
            else if (!version.HasText)
            {
                if (index > 0)
                {
                    context.Notes.LeftOut(NoteCode.NoAnswer, version.Place, "the translation has no text");
                }
            }
            else if (!read.Contains(version.Locale ?? "", StringComparer.OrdinalIgnoreCase))
            {
                AnswerLanguage.NoteLeftOut(version.Locale ?? "", version.Place, context);
            }
            else
            {
                Add(entry, version, context);
            }
        }

        if (entry.Questions.Count == 0 && versions[0].Title.AsText() is { } title)
        {
            entry.Questions.Add(new FoundText(title, versions[0].Place with { Column = "title" }));
        }
    }

    private static void Add(FoundEntry entry, Version version, ReadingContext context)
    {
        FoundText body = new(version.Body.AsText()!, version.Place with { Column = "body" });
        string key = AnswerLanguage.KeyOf(version.Locale, body.Text);
        if (!entry.Answers.TryAdd(key, body))
        {
            if (entry.Answers[key].Text != body.Text)
            {
                context.Notes.LeftOut(
                    NoteCode.OtherAnswer, body.Place, "the translation is another text in a language of the article; the first one stands");
            }

            return;
        }

        AnswerLanguage.NoteKept(version.Locale ?? "", body.Place, context);
        if (version.Title.AsText() is { } question && !entry.Questions.Exists(other => other.Text == question))
        {
            entry.Questions.Add(new FoundText(question, version.Place with { Column = "title" }));
        }
    }

    /// <summary>An article in one language.</summary>
    private sealed record Version(string? Locale, JsonElement Title, JsonElement Body, Place Place)
    {
        public bool IsPublished { get; init; } = true;

        public bool HasText => !string.IsNullOrWhiteSpace(Body.AsText());
    }
}
