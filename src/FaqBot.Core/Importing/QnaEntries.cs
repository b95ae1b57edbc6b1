using System.Text.Json;
using FaqBot.Core.Importing.Files;
using FaqBot.Core.Importing.Formats;
using FaqBot.Core.Importing.Reports;
using FaqBot.Core.Knowledge;

namespace FaqBot.Core.Importing;

/// <summary>An entry as QnA Maker and Custom Question Answering send it, brought to the rules of a single entry.</summary>
internal sealed class QnaEntry
{
    /// <summary>The number that it states; 0: none.</summary>
    public int Number { get; init; }

    /// <summary>The entry, without id and prompts.</summary>
    public required FaqEntry Entry { get; init; }

    /// <summary>As it was read: tells what was stated.</summary>
    public required EntryDraft Draft { get; init; }

    /// <summary>Its follow-up questions; null: not stated.</summary>
    public List<QnaPromptLink>? Prompts { get; init; }
}

/// <summary>A follow-up question: it leads to a number, or to an entry that came with it.</summary>
internal sealed record QnaPromptLink(string? Text, int Number, QnaEntry? Target, string Path);

/// <summary>Reads single entries as those services' clients send them, with the rules of an import, and strictly: what an import would
/// leave out is a fault.</summary>
internal static class QnaEntries
{
    /// <summary>The source of entries that state none.</summary>
    public const string Editorial = "Editorial";

    private static readonly ImportOptions Options = new() { Source = Editorial };

    /// <summary>Reads an entry, and those within its prompts.</summary>
    /// <param name="json">The entry.</param>
    /// <param name="path">Path of it in the request.</param>
    /// <param name="faults">Takes what is wrong.</param>
    /// <returns>The entry; null when it cannot be one.</returns>
    public static QnaEntry? Read(JsonElement json, string path, List<Fault> faults)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            faults.Add(Of(path, "it is no object", "Send an object with questions and an answer"));
            return null;
        }

        NoteLog notes = new();
        ReadingContext context = new(Options.Reading, Options.Limits, notes, CancellationToken.None);
        FoundEntry found = QnaJson.Entry(json, new Place(path), context);
        QnaEntry? entry = Of(found, notes, path, faults);
        faults.AddRange(notes.Notes.Where(note => note.Kind == NoteKind.Refused).Select(note => OfNote(note)));
        return entry;
    }

    /// <summary>Brings an entry that was put together to the rules.</summary>
    /// <param name="found">The entry.</param>
    /// <param name="faults">Takes what is wrong.</param>
    /// <returns>The entry; null when it cannot be one.</returns>
    public static EntryDraft? Normalize(FoundEntry found, List<Fault> faults)
    {
        NoteLog notes = new();
        EntryDraft? draft = new EntryNormalizer(Options, notes).Normalize(found);
        faults.AddRange(notes.Notes.Where(note => note.Kind == NoteKind.Refused).Select(note => OfNote(note)));
        return draft;
    }

    /// <summary>Reads follow-up questions.</summary>
    public static List<QnaPromptLink> Prompts(JsonElement list, string path, List<Fault> faults)
    {
        NoteLog notes = new();
        ReadingContext context = new(Options.Reading, Options.Limits, notes, CancellationToken.None);
        List<QnaPromptLink> links = Links(QnaCells.Prompts(list, new Place(path), context), notes, path, faults);
        faults.AddRange(notes.Notes.Where(note => note.Kind == NoteKind.Refused).Select(note => OfNote(note)));
        return links;
    }

    /// <summary>A fault of a request.</summary>
    public static Fault Of(string path, string problem, string remedy) => new(0, null, problem, remedy) { Path = path };

    private static QnaEntry? Of(FoundEntry found, NoteLog notes, string path, List<Fault> faults)
    {
        string? stated = found.Id;
        if (new EntryNormalizer(Options, notes).Normalize(found) is not { } draft)
        {
            return null;
        }

        return new QnaEntry
        {
            Number = int.TryParse(stated, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture,
                out int number) ? number : 0,
            Draft = draft,
            Entry = EntryOf(draft),
            Prompts = found.Prompts is null ? null : Links(found.Prompts, notes, path, faults),
        };
    }

    /// <summary>The entry of a draft, without id and prompts; questions that only look different count once.</summary>
    public static FaqEntry EntryOf(EntryDraft draft) => new()
    {
        Id = "",
        Question = draft.Questions[0].Text,
        Alternates = [.. draft.Questions.DistinctBy(question => question.Key).Skip(1).Select(question => question.Text)],
        Answer = draft.Answer,
        Metadata = draft.Metadata ?? [],
        Source = draft.Source,
        ContextOnly = draft.ContextOnly ?? false,
    };

    private static List<QnaPromptLink> Links(List<FoundPrompt> prompts, NoteLog notes, string path, List<Fault> faults)
    {
        List<QnaPromptLink> links = [];
        foreach ((int index, FoundPrompt prompt) in prompts.OrderBy(prompt => prompt.Order).Index())
        {
            int number = int.TryParse(prompt.TargetId, out int target) ? target : 0;
            QnaEntry? nested = prompt.Target is null ? null : Of(prompt.Target, notes, path, faults);
            if (prompt.Target is null || nested is not null)
            {
                links.Add(new QnaPromptLink(prompt.Text?.ToString(), number, nested, $"{path}.prompts[{index}]"));
            }
        }

        return links;
    }

    private static Fault OfNote(ImportNote note) => new(0, null, $"{note.Text.TrimEnd('.')}", "Correct it, and send all of it again")
    {
        Path = note.Place.Column is { } column ? $"{note.Place.File}.{column}" : note.Place.File,
    };
}
