using System.Text.Json;
using FaqBot.Core.Importing;
using FaqBot.Core.Importing.Formats;
using FaqBot.Core.Importing.Reports;
using FaqBot.Core.Knowledge;

namespace FaqBot.Core.Authoring;

/// <content>Updates that say what to add to an entry and what to take away.</content>
internal sealed partial class QnaEditRun
{
    private void Update(int index, WorkingEntry former, QnaChange change)
    {
        JsonElement json = change.Value, context = json.FindAny("context", "dialog");
        FaqEntry was = former.Entry;
        Place At(string member) => new(change.Path, null, member);
        FoundEntry found = new(new Place(change.Path))
        {
            Source = json.Find("source").AsText(),
            ContextOnly = context.Find("isContextOnly").IsThere() ? context.Find("isContextOnly").IsTrue() : was.ContextOnly,
            Metadata = Metadata(was, json.Find("metadata"), At("metadata")),
        };
        found.Questions.AddRange(Questions(was, json.Find("questions")).Select(text => new FoundText(text, At("questions"))));
        string? answer = json.Find("answer").AsText();
        foreach ((string language, string text) in was.Answer.Texts)
        {
            found.Answers[language] = new FoundText(text, At("answer"));
        }

        if (answer is not null)
        {
            found.Answers.Clear();
            found.Answer(answer, At("answer"));
        }

        List<Fault> faults = [];
        EntryDraft? draft = QnaEntries.Normalize(found, faults);
        List<QnaPromptLink> links = QnaEntries.Prompts(context.Find("promptsToAdd"), change.Path + ".context", faults);
        Refuse(index, faults);
        if (draft is null || faults.Count > 0)
        {
            return;
        }

        FaqEntry made = QnaEntries.EntryOf(draft);
        HashSet<string> gone =
        [
            .. context.Find("promptsToDelete").Items().Select(item => item.AsInteger(0))
                .Select(number => _byNumber.GetValueOrDefault(number)).OfType<string>(),
        ];
        Put(index, was with
        {
            Question = made.Question,
            Alternates = made.Alternates,
            NotThis = WithoutQuestions(was.NotThis, made),
            Answer = answer is null ? was.Answer : EntryAssembly.Merged(draft, was.Answer, new NoteLog()),
            Metadata = made.Metadata,
            Source = draft.StatesSource ? made.Source : was.Source,
            ContextOnly = made.ContextOnly,
            Prompts = [.. was.Prompts.Where(prompt => !gone.Contains(prompt.EntryId))],
        });
        AddNested(index, links);
        _links.Add((former.Id, Keeps: true, links, index));
    }

    private static IEnumerable<string> Questions(FaqEntry was, JsonElement questions)
    {
        HashSet<string> gone = [.. questions.Find("delete").Items().Select(ForeignJson.AsText).OfType<string>().Select(WorkingCopy.KeyOf)];
        IEnumerable<string> kept = was.Questions.Where(text => !gone.Contains(WorkingCopy.KeyOf(text)));
        return kept.Concat(questions.Find("add").Items().Select(ForeignJson.AsText).OfType<string>());
    }

    private static List<FoundPair> Metadata(FaqEntry was, JsonElement metadata, Place place)
    {
        List<FoundPair> gone = QnaCells.Metadata(metadata.Find("delete"), place);
        return
        [
            .. was.Metadata.Where(pair => !gone.Exists(one => one.Name.Equals(pair.Key, StringComparison.OrdinalIgnoreCase)
                    && (one.Value.Length == 0 || one.Value.Equals(pair.Value, StringComparison.OrdinalIgnoreCase))))
                .Select(pair => new FoundPair(pair.Key, pair.Value, place)),
            .. QnaCells.Metadata(metadata.Find("add"), place),
        ];
    }
}
