using System.IO.Compression;
using FaqBot.Core.Importing;
using FaqBot.Core.Importing.Exporting;
using FaqBot.Core.Importing.Files;
using FaqBot.Core.Importing.Reports;
using FaqBot.Core.Knowledge;
using FaqBot.Core.Text;

namespace FaqBot.Core.Tests.Importing;

/// <summary>What goes out comes back in, but for what the format cannot hold.</summary>
public sealed class RoundTripTests
{
    private static readonly KnowledgeBase Shop = FaqFile.Read(Repository.PathOf("data", "faq.json")) with
    {
        Synonyms = [["快递", "包裹", "a \"quoted\" one"]],
    };

    [Theory]
    [InlineData(ExportFormat.CqaJson, true, true)]
    [InlineData(ExportFormat.CqaTsv, true, false)]
    [InlineData(ExportFormat.CqaXlsx, true, false)]
    [InlineData(ExportFormat.CqaZip, true, true)]
    [InlineData(ExportFormat.Qna, true, true)]
    [InlineData(ExportFormat.Csv, false, false)]
    public void Sample_shop_survives(ExportFormat format, bool hasPrompts, bool hasSynonyms)
    {
        ExportedFile exported = KnowledgeExport.Write(Shop, new ExportOptions { Format = format, Language = "zh-Hans" });
        KnowledgeBase read = Imported.New(new ImportFile($"shop{exported.Extension}", exported.Content)).Knowledge!;
        FaqEntry[] outgoing = [.. Shop.Entries.Where(entry => entry.Enabled)];
        Assert.Equal(outgoing.Length, exported.Entries);
        Assert.Equal(outgoing.Select(entry => entry.Id), read.Entries.Select(entry => entry.Id));
        foreach ((FaqEntry was, FaqEntry entry) in outgoing.Zip(read.Entries))
        {
            Assert.Equal(was.Questions, entry.Questions);
            Assert.Equal(was.Answer.For(Language.SimplifiedChinese), entry.Answer.ToString());
            Assert.Equal(was.Metadata, entry.Metadata);
            Assert.Equal(was.Source, entry.Source == "custom editorial" || entry.Source == $"shop{exported.Extension}" ? null
                : entry.Source);
            Assert.Equal(was.ContextOnly, entry.ContextOnly);
            Assert.Equal(
                hasPrompts ? was.Prompts.Select(prompt => (prompt.EntryId, prompt.Text.For(Language.SimplifiedChinese))) : [],
                entry.Prompts.Select(prompt => (prompt.EntryId, prompt.Text.ToString())));
        }

        Assert.Equal(hasSynonyms ? Shop.Synonyms : [], read.Synonyms);
        Assert.Contains(exported.Notes, note => note.Code == NoteCode.NotInFormat
            && note.Text.Contains("other languages", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("faq.json")]
    [InlineData("chitchat.json")]
    public void Knowledge_file_survives_wholly(string name)
    {
        KnowledgeBase knowledge = FaqFile.Read(Repository.PathOf("data", name)) with
        {
            Name = new LocalizedText(new Dictionary<string, string> { ["en"] = "Shop", ["zh-Hans"] = "商城" }),
            Starters = ["怎么退货？", new LocalizedText(new Dictionary<string, string> { ["en"] = "Fees?", ["zh-Hans"] = "费用？" })],
            Greeting = new LocalizedText(new Dictionary<string, string> { ["en"] = "Welcome", ["zh-Hans"] = "欢迎" }),
            Categories = [new CategoryName("fees", "Fees")],
            Contrasts = [["月付", "年付"]],
            StopPhrases = ["小店"],
        };
        byte[] written = KnowledgeExport.Write(knowledge, new ExportOptions { Format = ExportFormat.Knowledge }).Content;
        Assert.Equal(KnowledgeHash.Of(knowledge), KnowledgeHash.Of(FaqFile.Parse(written, name)));
        Assert.Equal(KnowledgeHash.Of(knowledge), KnowledgeHash.Of(Imported.New(new ImportFile(name, written)).Knowledge!));
    }

    [Fact]
    public void Every_field_of_an_entry_survives_in_a_knowledge_file()
    {
        FaqEntry entry = new()
        {
            Id = "a",
            Question = "q \"1\"",
            Alternates = ["q2"],
            NotThis = ["n"],
            Answer = "x\ny",
            Metadata = [new("k", "v"), new("k", "w"), new("分类", "z")],
            Source = "s",
            Prompts = [new FollowUpPrompt(new LocalizedText(new Dictionary<string, string> { ["en"] = "B?", ["zh-Hant"] = "乙？" }), "b")],
            ContextOnly = true,
            Enabled = false,
            ValidFrom = new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero),
            ValidUntil = new DateTimeOffset(2026, 3, 31, 8, 0, 0, TimeSpan.FromHours(8)),
            Suggested = [new SuggestedQuestion("could be \"mine\"", 3, 1), new SuggestedQuestion("or mine", 0, 2)],
        };
        FaqEntry forEver = new() { Id = "b", Question = "b", Answer = "b", ValidUntil = DateTimeOffset.MaxValue };
        KnowledgeBase knowledge = new() { Id = "kb", Name = "n", Languages = ["en"], DefaultAnswer = "d", Entries = [entry, forEver] };
        KnowledgeBase read = FaqFile.Parse(FaqFileWriter.Write(knowledge), "x");
        Assert.Equal(KnowledgeHash.Of(knowledge with
        {
            Entries =
            [entry with { ValidUntil = entry.ValidUntil.Value.ToUniversalTime() }, forEver]
        }), KnowledgeHash.Of(
            read with
            {
                Entries = [read.Entries[0] with { ValidUntil = read.Entries[0].ValidUntil!.Value.ToUniversalTime() },
                read.Entries[1]]
            }));
    }

    [Theory]
    [InlineData(ExportFormat.CqaJson)]
    [InlineData(ExportFormat.CqaTsv)]
    [InlineData(ExportFormat.CqaXlsx)]
    [InlineData(ExportFormat.CqaZip)]
    [InlineData(ExportFormat.Knowledge)]
    public void Suggested_wordings_wait_with_their_entry_wherever_it_goes(ExportFormat format)
    {
        SuggestedQuestion[] suggested = [new("could be \"mine\"", 3, 1), new("或者这样问", 0, 2)];
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
            Entries = [read.Entries[0] with { Suggested = [suggested[1]], Alternates = ["Could be \"mine\"?"] }, read.Entries[1]],
        };
        Assert.Equal([suggested[1]], Imported.Into(accepted, [file]).Knowledge!.Entries[0].Suggested);
    }

    [Theory]
    [InlineData(ExportFormat.Csv)]
    [InlineData(ExportFormat.CqaTsv)]
    public void Cells_that_a_spreadsheet_would_compute_are_guarded_and_come_back(ExportFormat format)
    {
        KnowledgeBase knowledge = WithAnswers("=HYPERLINK(\"https://evil.example\")", "+1", "- a\n- b", "@x", "'quoted'");
        ExportedFile exported = KnowledgeExport.Write(knowledge, new ExportOptions { Format = format });
        string text = System.Text.Encoding.UTF8.GetString(exported.Content);
        Assert.Contains("'=HYPERLINK", text, StringComparison.Ordinal);
        Assert.Contains("'+1", text, StringComparison.Ordinal);
        Assert.StartsWith("\uFEFF", text, StringComparison.Ordinal);
        Assert.Equal(knowledge.Pairs(), Imported.New(new ImportFile("a" + exported.Extension, exported.Content)).Knowledge!.Pairs());
        byte[] raw = KnowledgeExport.Write(knowledge, new ExportOptions { Format = format, Raw = true }).Content;
        Assert.DoesNotContain("'=HYPERLINK", System.Text.Encoding.UTF8.GetString(raw), StringComparison.Ordinal);
    }

    [Fact]
    public void Cells_of_a_workbook_are_texts_and_no_formulas()
    {
        KnowledgeBase knowledge = WithAnswers("=1+1", "$=1+1");
        byte[] content = KnowledgeExport.Write(knowledge, new ExportOptions { Format = ExportFormat.CqaXlsx }).Content;
        using ZipArchive archive = new(new MemoryStream(content));
        using StreamReader reader = new(archive.Entries.Single(entry => entry.FullName.Contains("worksheets", StringComparison.Ordinal))
            .Open());
        string sheet = reader.ReadToEnd();
        Assert.DoesNotContain("<x:f", sheet, StringComparison.Ordinal);
        Assert.DoesNotContain("<f>", sheet, StringComparison.Ordinal);
        Assert.Equal(knowledge.Pairs(), Imported.New(new ImportFile("a.xlsx", content)).Knowledge!.Pairs());
    }

    [Fact]
    public void Entries_that_are_switched_off_stay_and_numbers_are_those_that_clients_know()
    {
        KnowledgeBase knowledge = WithAnswers("x", "y", "z");
        knowledge = knowledge with
        {
            Entries = [knowledge.Entries[0] with { Id = "12" }, knowledge.Entries[1] with { Id = "b" },
                knowledge.Entries[2] with { Enabled = false }],
        };
        ExportedFile exported = KnowledgeExport.Write(
            knowledge, new ExportOptions
            {
                Format = ExportFormat.BatchTest,
                Numbers = new Dictionary<string,
                int>
                { ["b"] = 1_000_000_007 }
            });
        Assert.Equal("kb\tquestion 0\t\t1\t12\nkb\tquestion 1\t\t1\t1000000007\n", System.Text.Encoding.UTF8.GetString(exported.Content));
        Assert.Contains(exported.Notes, note => note.Place.Column == "c.enabled");
    }

    [Fact]
    public void Merging_an_export_of_one_language_back_changes_nothing()
    {
        byte[] content = KnowledgeExport.Write(Shop, new ExportOptions { Format = ExportFormat.CqaZip, Language = "en" }).Content;
        ImportReport report = Imported.Into(Shop, [new ImportFile("shop.zip", content)]).Report;
        Assert.Equal(
            (0, 0, Shop.Entries.Count(entry => entry.Enabled)), (report.New, report.Changed, report.Same));
    }

    private static KnowledgeBase WithAnswers(params string[] answers) => new()
    {
        Id = "kb",
        Name = "n",
        Languages = ["en"],
        DefaultAnswer = "d",
        Entries = [.. answers.Select((answer, i) =>
            new FaqEntry { Id = ((char)('a' + i)).ToString(), Question = $"question {i}", Answer = answer })],
    };
}
