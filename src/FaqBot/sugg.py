def sub(p, *pairs):
    s=open(p).read()
    for a,b in pairs:
        assert a in s, (p, a[:80])
        s=s.replace(a,b,1)
    open(p,'w').write(s)
sub('src/FaqBot.Core/Knowledge/FaqEntry.cs',
('''    /// <summary>The question and its alternates.</summary>
''','''    /// <summary>Wordings that another service suggests, or that this one did where the entry comes from: nothing is answered by them until
    /// somebody accepts them.</summary>
    public IReadOnlyList<SuggestedQuestion> Suggested { get; init; } = [];

    /// <summary>The question and its alternates.</summary>
'''),
('''/// <summary>A follow-up question offered with an answer.</summary>''','''/// <summary>A wording that somebody has still to decide on.</summary>
/// <param name="Text">The wording.</param>
/// <param name="Asked">How often scores alone suggested it.</param>
/// <param name="Chosen">How often users did by choosing.</param>
public sealed record SuggestedQuestion(string Text, int Asked, int Chosen);

/// <summary>A follow-up question offered with an answer.</summary>'''))
sub('src/FaqBot.Core/Knowledge/KnowledgeLimits.cs',('''    public const int NotThis = 2_000;
''','''    public const int NotThis = 2_000;

    /// <summary>Suggested wordings of an entry.</summary>
    public const int Suggested = 1_000;
'''))
sub('src/FaqBot.Core/Knowledge/KnowledgeHash.cs',('''is nameof(FaqEntry.NotThis) or nameof(KnowledgeBase.Contrasts) or nameof(KnowledgeBase.Starters))''','''is nameof(FaqEntry.NotThis) or nameof(FaqEntry.Suggested) or nameof(KnowledgeBase.Contrasts)
                or nameof(KnowledgeBase.Starters))'''))
sub('src/FaqBot.Core/Knowledge/FaqFileReader.cs',
('''        FaqEntry entry = new()
        {
            Id = id,''','''        IReadOnlyList<JsonElement> suggestedItems = List(reader.Element("suggested"), "suggested", KnowledgeLimits.Suggested);
        FaqEntry entry = new()
        {
            Id = id,'''),
('''            ValidUntil = ReadInstant(reader.Element("validUntil"), "validUntil", endOfDay: true),
''','''            ValidUntil = ReadInstant(reader.Element("validUntil"), "validUntil", endOfDay: true),
            Suggested = [.. suggestedItems.Select(ReadSuggested)],
'''),
('''"enabled", "validFrom",
                "validUntil");''','''"enabled", "validFrom",
                "validUntil", "suggested");'''),
('''    private void ReadFormatVersion(''','''    private SuggestedQuestion ReadSuggested(JsonElement json)
    {
        JsonMembers reader = Members(json);
        reader.Is("a suggested wording", json, JsonValueKind.Object, "an object");
        string text = ReadQuestion(reader.Required("text"), "a suggested wording");
        int asked = reader.Integer("asked", 0, int.MaxValue) ?? 0, chosen = reader.Integer("chosen", 0, int.MaxValue) ?? 0;
        reader.Expect("text", "asked", "chosen");
        return new SuggestedQuestion(text, asked, chosen);
    }

    private void ReadFormatVersion('''))
sub('src/FaqBot.Core/Knowledge/FaqFileWriter.cs',('''        Write(json, "validUntil", entry.ValidUntil, days: -1);
''','''        Write(json, "validUntil", entry.ValidUntil, days: -1);
        if (entry.Suggested.Count > 0)
        {
            json.WriteStartArray("suggested");
            foreach (SuggestedQuestion suggested in entry.Suggested)
            {
                json.WriteStartObject();
                json.WriteString("text", suggested.Text);
                json.WriteNumber("asked", suggested.Asked);
                json.WriteNumber("chosen", suggested.Chosen);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

'''))
sub('src/FaqBot.Core/Importing/Formats/OwnKnowledge.cs',('''        foreach ((string language, string text) in entry.Answer.Texts)''','''        found.Suggestions.AddRange(entry.Suggested.Select(one => new FoundSuggestion(one.Text, one.Chosen, one.Asked)));
        foreach ((string language, string text) in entry.Answer.Texts)'''))
sub('src/FaqBot.Core/Importing/EntryAssembly.Fields.cs',
('''            ValidUntil = draft.Found.Validity is { } until ? until.Until : basis?.ValidUntil,
''','''            ValidUntil = draft.Found.Validity is { } until ? until.Until : basis?.ValidUntil,
            Suggested = Suggested(draft, basis, questions),
'''),
('''    /// <summary>One text for every language does not undo''','''    /// <summary>What waits for a decision: none that is a question of the entry by now.</summary>
    private static List<SuggestedQuestion> Suggested(EntryDraft draft, FaqEntry? basis, List<string> questions)
    {
        HashSet<string> keys = [.. questions.Select(EntryMatching.KeyOf)];
        List<SuggestedQuestion> result = [];
        foreach (SuggestedQuestion one in draft.Found.Suggestions
            .Select(found => new SuggestedQuestion(
                TextNormalizer.Clean(found.Question), Math.Max(0, found.AutoCount), Math.Max(0, found.UserCount)))
            .Concat(basis?.Suggested ?? []))
        {
            string key = EntryMatching.KeyOf(one.Text);
            if (key.Length > 0 && one.Text.EnumerateRunes().Count() <= KnowledgeLimits.QuestionRunes && keys.Add(key)
                && result.Count < KnowledgeLimits.Suggested)
            {
                result.Add(one);
            }
        }

        return result;
    }

    /// <summary>One text for every language does not undo'''),
('''            ("validity", former.ValidFrom != entry.ValidFrom || former.ValidUntil != entry.ValidUntil),
        }''','''            ("validity", former.ValidFrom != entry.ValidFrom || former.ValidUntil != entry.ValidUntil),
            ("suggested", !former.Suggested.SequenceEqual(entry.Suggested)),
        }'''))
sub('src/FaqBot.Core/Importing/KnowledgeImport.cs',('''            notes.LeftOut(
                NoteCode.Suggestions,''','''            notes.Changed(
                NoteCode.Suggestions,'''),
('''and nobody has accepted them; the report lists them");''','''and nobody has accepted them; they wait with their "
                    + "entries, and the report lists them");'''))
sub('src/FaqBot.Core/Importing/Exporting/CqaDocument.cs',('''        Write(json, "activeLearningSuggestions", []);
''','''        json.WriteStartArray("activeLearningSuggestions");
        foreach (SuggestedQuestion suggested in entry.Suggested)
        {
            json.WriteStartObject();
            json.WriteString("clusterHead", suggested.Text);
            json.WriteStartArray("suggestedQuestions");
            json.WriteStartObject();
            json.WriteString("question", suggested.Text);
            json.WriteNumber("userSuggestedCount", suggested.Chosen);
            json.WriteNumber("autoSuggestedCount", suggested.Asked);
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
'''))
sub('src/FaqBot.Core/Importing/Exporting/CqaTable.cs',('''rows.MetadataCell(entry, withId: true), "[]", entry.ContextOnly''','''rows.MetadataCell(entry, withId: true), ExportedRows.SuggestionsCell(entry), entry.ContextOnly'''))
sub('src/FaqBot.Core/Importing/Exporting/ExportedRows.cs',('''    private void NoteLost(FaqEntry entry)''','''    /// <summary>The suggested wordings of an entry, as QnA Maker writes them: each stands for itself.</summary>
    public static string SuggestionsCell(FaqEntry entry) => new JsonArray(
    [
        .. entry.Suggested.Select(one => new JsonObject
        {
            ["ClusterHead"] = one.Text,
            ["TotalAutoSuggestedCount"] = one.Asked,
            ["TotalUserSuggestedCount"] = one.Chosen,
            ["AlternateQuestionList"] = new JsonArray(new JsonObject
            {
                ["Question"] = one.Text,
                ["AutoSuggestedCount"] = one.Asked,
                ["UserSuggestedCount"] = one.Chosen,
            }),
        }),
    ]).ToJsonString(Readable);

    private void NoteLost(FaqEntry entry)'''))
sub('src/FaqBot.Core/Storage/Sqlite/KnowledgeStore.Authoring.cs',('''    /// <summary>Works with what owners edit''','''    /// <summary>The content of a version as its owner wrote it, with what answers nobody and a version leaves out.</summary>
    /// <param name="version">The version.</param>
    /// <returns>Its content; where only the version is kept, what it holds.</returns>
    /// <exception cref="StoreException">The file cannot be read.</exception>
    public KnowledgeBase ContentOf(StoredVersion version)
    {
        ArgumentNullException.ThrowIfNull(version);
        return Read(rows => rows.Publications.Content(version.Identity.KnowledgeBaseId, version.Identity.ContentHash)) is { } document
            ? ContentDocument.Read(document) : version.Knowledge;
    }

    /// <summary>Works with what owners edit'''))
sub('src/FaqBot.Core/Authoring/WorkingCopies.cs',
('''                bool isDraft = deployment == Deployment.Test;
''','''                bool isDraft = deployment == Deployment.Test;
                KnowledgeBase knowledge = store.ContentOf(version);
'''),
('''EntryDocument.WriteSettings(version.Knowledge), 0, isDraft''','''EntryDocument.WriteSettings(knowledge), 0, isDraft'''),
('''[.. version.Knowledge.Entries.Select((entry, index)''','''[.. knowledge.Entries.Select((entry, index)'''))
sub('src/FaqBot.Indexer/Importing/ExportCommand.cs',('''        return (version.Knowledge, numbers);''','''        return (store.ContentOf(version), numbers);'''))
open('src/FaqBot.Core/Learning/ImportedSuggestions.cs','w').write('''using FaqBot.Core.Analytics;
using FaqBot.Core.Knowledge;
using FaqBot.Core.Matching;
using FaqBot.Core.Text;

namespace FaqBot.Core.Learning;

/// <summary>Suggestions that came with the entries, from another service: their counts are all that is known of them.</summary>
public static class ImportedSuggestions
{
    /// <summary>Makes a suggestion of each entry's.</summary>
    /// <param name="entries">The entries as they are edited.</param>
    /// <param name="catalog">What is published; a rejection counts while its entry is the same there.</param>
    /// <param name="rejected">What was rejected.</param>
    /// <returns>The suggestions, the most frequent first.</returns>
    public static IReadOnlyList<Suggestion> Of(IEnumerable<FaqEntry> entries, FaqCatalog catalog, IReadOnlyList<Rejection> rejected)
    {
        ArgumentNullException.ThrowIfNull(entries);
        RejectionFilter filter = new(rejected, catalog, least: 1);
        return
        [
            .. entries.SelectMany(entry => entry.Suggested.Select(one => Make(entry, one)))
                .Where(one => !filter.Covers(one, default)).OrderByDescending(one => one.Rank).ThenBy(one => one.Id, StringComparer.Ordinal),
        ];
    }

    private static Suggestion Make(FaqEntry entry, SuggestedQuestion suggested) => new()
    {
        Id = SuggestionFinder.IdOf(
            QueueKind.Wordings, entry.Id, "imported\\n" + TextNormalizer.MatchKey(TextNormalizer.Clean(suggested.Text))),
        Queue = QueueKind.Wordings,
        EntryId = entry.Id,
        IsImported = true,
        People = 0,
        Chosen = suggested.Chosen,
        Wordings = [new SuggestedWording(suggested.Text, suggested.Asked, 0, 1)],
        Rank = Math.Round(Math.Log(1 + suggested.Asked + suggested.Chosen), 4),
    };
}
''')
sub('src/FaqBot.Core/Learning/Suggestion.cs',('''    /// <summary>The wordings, the one''','''    /// <summary>Whether it came with the entry from another service: of its people nothing is known.</summary>
    public bool IsImported { get; init; }

    /// <summary>The wordings, the one'''))
sub('src/FaqBot.Core/Authoring/SuggestedEdit.cs',('''        return entry with { Alternates = [.. entry.Alternates, .. wordings.Where(text => keys.Add(WorkingCopy.KeyOf(text)))] };
''','''        FaqEntry more = entry with { Alternates = [.. entry.Alternates, .. wordings.Where(text => keys.Add(WorkingCopy.KeyOf(text)))] };

        // What was suggested with the entry waits no more.
        return more with { Suggested = [.. entry.Suggested.Where(one => !keys.Contains(WorkingCopy.KeyOf(one.Text)))] };
'''))
sub('src/FaqBot/Api/Learning/SuggestionBoard.cs',('''            () => loaded.Editing.Copies.Find(kb) is { Revision: > 0 } copy && loaded.Catalogs.Find(kb) is { } catalog
                ? made with { All = SuggestedEdit.Open(made.All, copy, catalog.Entries) } : made,
''','''            () =>
            {
                if (loaded.Editing.Copies.Find(kb) is not { } copy || loaded.Catalogs.Find(kb) is not { } catalog)
                {
                    return made;
                }

                IReadOnlyList<Suggestion> imported =
                    ImportedSuggestions.Of(copy.Entries.Select(entry => entry.Entry), catalog, questions.Rejections(kb));
                return made with { All = SuggestedEdit.Open([.. made.All, .. imported], copy, catalog.Entries) };
            },
'''))
sub('data/faq.schema.json',('''        "answer": {
          "description": "The answer in Markdown: one text for all languages, or one text per language.",''','''        "suggested": {
          "description": "Wordings that another service suggests for this entry. Nothing is answered by them until somebody accepts them.",
          "type": "array",
          "maxItems": 1000,
          "items": {
            "type": "object",
            "additionalProperties": false,
            "required": [
              "text"
            ],
            "properties": {
              "text": {
                "description": "The wording.",
                "$ref": "#/$defs/questionText"
              },
              "asked": {
                "description": "How often scores alone suggested it.",
                "type": "integer",
                "minimum": 0
              },
              "chosen": {
                "description": "How often users did by choosing.",
                "type": "integer",
                "minimum": 0
              }
            }
          }
        },
        "answer": {
          "description": "The answer in Markdown: one text for all languages, or one text per language.",'''))
sub('src/FaqBot.Core/Importing/Exporting/ExportedRows.cs',('using System.Text.Json;\n','using System.Text.Json;\nusing System.Text.Json.Nodes;\n'))
sub('src/FaqBot.Core/Authoring/SuggestedEdit.cs',('''            && entry.Content == EntryDocument.Write(own));''','''            && EntryDocument.Write(entry.Entry with { Suggested = [] }) == EntryDocument.Write(own with { Suggested = [] }));'''))
sub('tests/FaqBot.Core.Tests/Importing/RoundTripTests.cs',
('''            ValidUntil = new DateTimeOffset(2026, 3, 31, 8, 0, 0, TimeSpan.FromHours(8)),
        };''','''            ValidUntil = new DateTimeOffset(2026, 3, 31, 8, 0, 0, TimeSpan.FromHours(8)),
            Suggested = [new SuggestedQuestion("could be \\"mine\\"", 3, 1), new SuggestedQuestion("or mine", 0, 2)],
        };'''),
('''    [Theory]
    [InlineData(ExportFormat.Csv)]
    [InlineData(ExportFormat.CqaTsv)]
    public void Cells_that''','''    [Theory]
    [InlineData(ExportFormat.CqaJson)]
    [InlineData(ExportFormat.CqaTsv)]
    [InlineData(ExportFormat.CqaXlsx)]
    [InlineData(ExportFormat.CqaZip)]
    [InlineData(ExportFormat.Knowledge)]
    public void Suggested_wordings_wait_with_their_entry_wherever_it_goes(ExportFormat format)
    {
        SuggestedQuestion[] suggested = [new("could be \\"mine\\"", 3, 1), new("或者这样问", 0, 2)];
        KnowledgeBase knowledge = WithAnswers("x", "y");
        knowledge = knowledge with { Entries = [knowledge.Entries[0] with { Suggested = suggested }, knowledge.Entries[1]] };
        ExportedFile exported = KnowledgeExport.Write(knowledge, new ExportOptions { Format = format });
        ImportFile file = new("a" + exported.Extension, exported.Content);
        KnowledgeBase read = Imported.New(file).Knowledge!;
        Assert.Equal(suggested, read.Entries[0].Suggested);
        Assert.Empty(read.Entries[1].Suggested);

        // What is a wording of the entry by now is suggested no more.
        KnowledgeBase accepted = read with
        {
            Entries = [read.Entries[0] with { Suggested = [suggested[1]], Alternates = ["Could be \\"mine\\"?"] }, read.Entries[1]],
        };
        Assert.Equal([suggested[1]], Imported.Into(accepted, [file]).Knowledge!.Entries[0].Suggested);
    }

    [Theory]
    [InlineData(ExportFormat.Csv)]
    [InlineData(ExportFormat.CqaTsv)]
    public void Cells_that'''))
sub('tests/FaqBot.Core.Tests/Importing/GenuineFilesTests.cs',('''        ImportReport report = Imported.New(Imported.Sample("cqa_migration_output.json")).Report;
        Assert.Equal(30, report.Suggestions.Count);
''','''        ImportResult result = Imported.New(Imported.Sample("cqa_migration_output.json"));
        ImportReport report = result.Report;
        Assert.Equal(30, report.Suggestions.Count);
        Assert.InRange(result.Knowledge!.Entries.Sum(entry => entry.Suggested.Count), 15, 30);
'''))
sub('tests/FaqBot.Core.Tests/Authoring/SuggestedEditTests.cs',('''    [Fact]
    public void What_is_gone''','''    [Fact]
    public void Imported_suggestions_wait_until_they_are_accepted_or_rejected()
    {
        _store.Edit(edit => edit.Put(_store["e1"] with
        {
            Suggested = [new SuggestedQuestion("rarely so", 1, 0), new SuggestedQuestion("often so", 3, 2)],
        }));
        StoredVersion version = _store.Store.Load(EditedStore.Kb)!;
        FaqCatalog catalog = FaqCatalog.Build(version, version.Identity.Model);
        Suggestion[] imported = [.. ImportedSuggestions.Of(_store.Copies.Get(EditedStore.Kb).Entries.Select(one => one.Entry), catalog, [])];
        Assert.Equal(["often so", "rarely so"], imported.Select(one => one.Wordings[0].Text));
        Assert.All(imported, one => Assert.True(one is { IsImported: true, EntryId: "e1" }));
        ChangeSet set = Accept(imported[0])!;
        Assert.Equal(["often so"], _store["e1"].Alternates);
        Assert.Equal(["rarely so"], _store["e1"].Suggested.Select(one => one.Text));
        _store.Copies.Undo(EditedStore.Kb, set.Number, EditedStore.Bob);
        Assert.Equal(2, _store["e1"].Suggested.Count);
        Rejection rejection = new(
            1, EditedStore.Kb, nameof(QueueKind.Wordings), "e1", RejectionFilter.HashOf(catalog, "e1"),
            RejectionFilter.KeysOf(imported[0]), "", default, default);
        Assert.Equal(imported[1].Id, Assert.Single(ImportedSuggestions.Of([_store["e1"]], catalog, [rejection])).Id);
    }

    [Fact]
    public async Task Imported_suggestions_of_an_indexed_file_are_there_before_the_first_edit()
    {
        await using PublishedStore store = new();
        KnowledgeBase knowledge = PublishedStore.Knowledge;
        await store.IndexAsync(knowledge with
        {
            Entries = [knowledge.Entries[0] with { Suggested = [new SuggestedQuestion("bags?", 2, 1)] }, .. knowledge.Entries.Skip(1)],
        });
        Assert.Equal(new SuggestedQuestion("bags?", 2, 1), Assert.Single(store.Copies.Get(PublishedStore.Kb).Find("luggage")!.Entry.Suggested));
        store.Edit(edit => edit.Put(edit.Find("seat")!.Entry with { Answer = "No." }));
        await store.PublishAsync();
        Assert.Single(store.Publishing.Published(PublishedStore.Kb)!.Entries[0].Suggested);
    }

    [Fact]
    public void What_is_gone'''),
('using FaqBot.Core.Learning;\n','using FaqBot.Core.Learning;\nusing FaqBot.Core.Matching;\n'),
('using FaqBot.Core.Authoring;\n','using FaqBot.Core.Analytics;\nusing FaqBot.Core.Authoring;\n'))
sub('docs/import-export.md',('''synonyms; language and default answer of the settings | suggested wordings (listed in the report with their counts), other settings''','''synonyms; language and default answer of the settings; suggested wordings with their counts, which wait as [suggestions](question-log.md#suggestions) | other settings'''))
sub('docs/question-log.md',('''What the working copy holds by now''','''Wordings that QnA Maker or Custom Question Answering had suggested come along with an imported file (member `suggested` of an entry), stand
among the wordings as `isImported`, and go out again with an export until somebody accepts them.

What the working copy holds by now'''))
