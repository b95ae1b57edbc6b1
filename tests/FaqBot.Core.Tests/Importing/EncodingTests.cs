using System.Text;
using FaqBot.Core.Importing;
using FaqBot.Core.Importing.Files;
using FaqBot.Core.Importing.Formats;
using FaqBot.Core.Importing.Reports;
using FaqBot.Core.Knowledge;
using CodePage = System.Text.Encoding;

namespace FaqBot.Core.Tests.Importing;

/// <summary>However a file is encoded, it is read rightly or refused; no character is replaced in silence.</summary>
public sealed class EncodingTests
{
    private const string Simplified = "question,answer\n怎么申请退货？,请打开订单，点击“退货”，填写原因并提交。\n";
    private const string Traditional = "question,answer\n怎麼申請退貨？,請打開訂單，點選「退貨」，填寫原因並提交。\n";
    private const string Latin = "question,answer\nWhat’s the café’s fee?,It’s 5 £ – no more.\n";

    public static TheoryData<string, string, bool> Encoded => new()
    {
        { "gb18030", Simplified, true },
        { "big5", Traditional, true },
        { "windows-1252", Latin, true },
        { "utf-8", Simplified, false },
        { "utf-16", Traditional, false },
        { "utf-16BE", Simplified, false },
        { "utf-32", Latin, false },
    };

    [Theory]
    [MemberData(nameof(Encoded))]
    public void Run_text_in_any_encoding_is_read_as_it_was_written(string name, string text, bool isGuess)
    {
        CodePage.RegisterProvider(CodePagesEncodingProvider.Instance);
        CodePage encoding = CodePage.GetEncoding(name);
        byte[] bytes = [.. encoding.GetPreamble(), .. encoding.GetBytes(text)];
        (KnowledgeBase? knowledge, ImportReport report) = Imported.New(new ImportFile("a.csv", bytes));
        Assert.Equal(text.Split('\n')[1].Split(',')[0], knowledge!.Entries[0].Question);
        Assert.Equal(isGuess, report.Files[0].Guessed);
        Assert.Equal(isGuess, report.Notes.Any(note => note.Code == NoteCode.EncodingGuessed));
    }

    [Theory]
    [InlineData("你好", "吃了吗")]
    [InlineData("联通", "移动")]
    [InlineData("运费多少?", "免费")]
    public void Run_few_characters_of_gbk_are_told_from_other_encodings(string question, string answer)
    {
        byte[] bytes = CodePagesEncodingProvider.Instance.GetEncoding("GB18030")!.GetBytes($"Question\tAnswer\n{question}\t{answer}\n");
        Assert.Equal($"{question} → {answer}", Imported.New(new ImportFile("a.tsv", bytes)).Knowledge!.Pairs()[0]);
    }

    [Fact]
    public void Run_utf16_without_mark_is_read() => Assert.Equal(
        "What? → That.", Imported.New(new ImportFile("a.csv", CodePage.Unicode.GetBytes("question,answer\nWhat?,That.\n")))
            .Knowledge!.Pairs()[0]);

    [Fact]
    public void Run_spoilt_bytes_refuse_their_row_alone()
    {
        byte[] bytes = CodePage.UTF8.GetBytes("question,answer\n怎么退货？,打开订单。\n怎么付款？,银行卡。\n");
        bytes[Array.IndexOf(bytes, (byte)'\n') + 1] = 0xFF;
        (KnowledgeBase? knowledge, ImportReport report) = Imported.New(new ImportFile("a.csv", bytes));
        Assert.Equal(["怎么付款？ → 银行卡。"], knowledge!.Pairs());
        Assert.Contains("damagedText a.csv, line 2, question", report.Notes(NoteKind.Refused));
    }

    [Fact]
    public void Run_replacement_that_an_earlier_program_left_is_refused() => Assert.Equal(
        ["damagedText a.csv", "damagedText a.csv, line 2, answer"],
        Imported.New("a.csv", "question,answer\nWhat?,Th\uFFFDt.\nWho?,Me.\n").Report.Notes(NoteKind.Refused));

    [Fact]
    public void Run_stated_encoding_goes_before_the_guess_and_an_unknown_one_is_named()
    {
        byte[] bytes = CodePagesEncodingProvider.Instance.GetEncoding("big5")!.GetBytes("question,answer\n運費,一百元\n");
        Assert.Equal(
            "運費 → 一百元",
            Imported.New(new ImportFile("a.csv", bytes), Imported.Reading(new ReadingOptions { Encoding = "big5" })).Knowledge!.Pairs()[0]);
        Assert.Contains("known: utf-8", Assert.Throws<ImportException>(
            () => Imported.New(new ImportFile("a.csv", bytes), Imported.Reading(new ReadingOptions { Encoding = "ebcdic" }))).Message,
                StringComparison.Ordinal);
    }
}
