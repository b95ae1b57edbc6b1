using FaqBot.Core.Knowledge;

namespace FaqBot.Core.Tests.Knowledge;

public sealed class FaqFileReadTests
{
    [Theory]
    [InlineData("data/faq.json", "shop", 150)]
    [InlineData("data/chitchat.json", "chitchat", 40)]
    public void Read_sample_keeps_every_rule(string file, string id, int entries)
    {
        KnowledgeBase knowledge = FaqFile.Read(Path.Combine(Repository.Root, file));
        Assert.Equal(id, knowledge.Id);
        Assert.True(knowledge.Entries.Count >= entries, $"{knowledge.Entries.Count} entries");
        Assert.Equal(["zh-Hans", "zh-Hant", "en"], knowledge.Languages);
    }

    [Fact]
    public void Parse_entry_holds_all_that_was_written()
    {
        KnowledgeBase knowledge = KnowledgeText.Parse(KnowledgeText.WithEntries("""
            {
              "id": "b.1_x-y",
              "question": " Where is  it? ",
              "alternates": ["在哪里", "Ｗｈｅｒｅ ｎｏｗ"],
              "answer": {"zh-Hans": "在这。", "en": "Here.\n\n* **bold** <b>"},
              "metadata": {"Category": "Delivery", "level_2": "值"},
              "source": "handbook",
              "prompts": [{"text": "And then?", "entryId": "a"}],
              "contextOnly": true,
              "enabled": false,
              "validFrom": "2026-03-01",
              "validUntil": "2026-03-31T18:00:00.250+08:00"
            }
            """));
        FaqEntry entry = knowledge.Entries[1];

        Assert.Equal("b.1_x-y", entry.Id);
        Assert.Equal(" Where is  it? ", entry.Question);
        Assert.Equal([" Where is  it? ", "在哪里", "Ｗｈｅｒｅ ｎｏｗ"], entry.Questions);
        Assert.Equal(["en", "zh-Hans"], entry.Answer.Texts.Keys);
        Assert.Equal("Here.\n\n* **bold** <b>", entry.Answer.Texts["en"]);
        Assert.Equal([new("Category", "Delivery"), new("level_2", "值")], entry.Metadata);
        Assert.Equal("handbook", entry.Source);
        Assert.Equal([new FollowUpPrompt("And then?", "a")], entry.Prompts);
        Assert.True(entry.ContextOnly);
        Assert.False(entry.Enabled);
        Assert.Equal(new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero), entry.ValidFrom);
        Assert.Equal(new DateTimeOffset(2026, 3, 31, 10, 0, 0, 250, TimeSpan.Zero), entry.ValidUntil);
    }

    [Fact]
    public void Parse_entry_of_the_least_members_has_the_defaults()
    {
        FaqEntry entry = KnowledgeText.Parse(KnowledgeText.WithHead(KnowledgeText.Head)).Entries[0];
        Assert.Equal([LocalizedText.AnyLanguage], entry.Answer.Texts.Keys);
        Assert.Empty(entry.Alternates);
        Assert.Empty(entry.Metadata);
        Assert.Empty(entry.Prompts);
        Assert.Null(entry.Source);
        Assert.False(entry.ContextOnly);
        Assert.True(entry.Enabled);
        Assert.Null(entry.ValidFrom);
        Assert.Null(entry.ValidUntil);
    }

    [Fact]
    public void Parse_file_without_entries_is_a_knowledge_base() =>
        Assert.Empty(KnowledgeText.Parse(KnowledgeText.WithHead(KnowledgeText.Head, "")).Entries);

    [Theory]
    [InlineData("2026-03-31", false, "2026-03-31T00:00:00Z")]
    [InlineData("2026-03-31", true, "2026-04-01T00:00:00Z")]
    [InlineData("2026-12-31", true, "2027-01-01T00:00:00Z")]
    [InlineData("2024-02-29", true, "2024-03-01T00:00:00Z")]
    [InlineData("2026-03-31T18:00:00+08:00", true, "2026-03-31T10:00:00Z")]
    [InlineData("2026-03-31T18:00:00Z", false, "2026-03-31T18:00:00Z")]
    [InlineData("2026-03-31T18:00:00.5Z", false, "2026-03-31T18:00:00.5Z")]
    [InlineData("2026-03-31T18:00-03:30", false, "2026-03-31T21:30:00Z")]
    [InlineData("9999-12-31", false, "9999-12-31T00:00:00Z")]
    [InlineData("9999-12-31", true, "9999-12-31T23:59:59.9999999Z")]
    public void TryParse_date_gives_its_instant(string text, bool endOfDay, string expected)
    {
        Assert.True(Instant.TryParse(text, endOfDay, out DateTimeOffset instant));
        Assert.Equal(DateTimeOffset.Parse(expected, System.Globalization.CultureInfo.InvariantCulture), instant);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("tomorrow")]
    [InlineData("2026-3-1")]
    [InlineData("2026-02-29")]
    [InlineData("2026-03-31T18:00:00")]
    [InlineData("2026-03-31T25:00:00Z")]
    [InlineData("2026-03-31T18:00:00+25:00")]
    [InlineData(" 2026-03-31")]
    [InlineData("２０２６-03-31")]
    public void TryParse_other_text_is_no_date(string? text) => Assert.False(Instant.TryParse(text, false, out _));
}
