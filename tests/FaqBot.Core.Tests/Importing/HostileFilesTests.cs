using FaqBot.Core.Importing;
using FaqBot.Core.Importing.Exporting;
using FaqBot.Core.Importing.Files;
using FaqBot.Core.Knowledge;

namespace FaqBot.Core.Tests.Importing;

/// <summary>Files that mean harm cost little and change nothing.</summary>
public sealed class HostileFilesTests
{
    private static readonly byte[] Row = "Question\tAnswer\nA?\tb\n"u8.ToArray();

    public static TheoryData<string> Seeds =>
    [
        "qnamaker_SampleV2KBReplica.zip", "qnamaker_SampleQnAs.xlsx", "qnamaker_SampleActiveLearning.tsv", "cqa_migration_output.json",
        "chatterbot_money_zh.yml", "qna_all_features_fixture.qna", "rasa_shop_nlu_zh.md",
    ];

    [Fact]
    public void Run_archive_that_becomes_much_larger_is_refused() => AssertRefused(
        ImportFlaw.TooLarge, "becomes more than 200 times its size", Imported.Zip("bomb.zip", ("a.tsv", new byte[60 * 1024 * 1024])));

    [Fact]
    public void Run_archives_that_together_become_too_large_are_refused()
    {
        byte[] part = [.. Enumerable.Repeat(Row, 3_000).SelectMany(row => row)];
        AssertRefused(
            ImportFlaw.TooLarge, "when it is unpacked", Imported.Zip("a.zip", Enumerable.Range(0, 20).Select(i => ($"{i}.tsv", part))),
            new ImportLimits { UnpackedBytes = 600_000 });
    }

    [Fact]
    public void Run_archives_in_archives_are_refused_beyond_the_limit()
    {
        ImportFile file = Imported.Zip("0.zip", ("a.tsv", Row));
        Assert.Single(Imported.New(Imported.Zip("1.zip", ("0.zip", file.Content.ToArray()))).Knowledge!.Entries);
        for (int depth = 1; depth < 4; depth++)
        {
            file = Imported.Zip($"{depth}.zip", ($"{depth - 1}.zip", file.Content.ToArray()));
        }

        AssertRefused(ImportFlaw.TooLarge, "archives deep", file);
    }

    [Theory]
    [InlineData("../a.tsv")]
    [InlineData("/etc/a.tsv")]
    [InlineData("C:\\a.tsv")]
    [InlineData("x\\..\\..\\a.tsv")]
    public void Run_archive_that_leads_out_of_its_folder_is_refused(string path) =>
        AssertRefused(ImportFlaw.Unreadable, "leads out of its folder", Imported.Zip("a.zip", (path, Row)));

    [Fact]
    public void Run_archive_of_many_files_is_refused() => AssertRefused(
        ImportFlaw.TooLarge, "at most 2000 are read",
            Imported.Zip("a.zip", Enumerable.Range(0, 2_001).Select(i => ($"{i}.tsv", Array.Empty<byte>()))));

    [Fact]
    public void Run_workbook_with_entities_is_refused()
    {
        const string Bomb = """
            <?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>
            <worksheet><sheetData><row r="1"><c t="str"><v>&b;</v></c></row></sheetData></worksheet>
            """;
        AssertRefused(ImportFlaw.Unreadable, "no XML that can be read", Workbook(Bomb));
    }

    [Fact]
    public void Run_workbook_nested_deeply_or_with_a_row_far_away_is_refused()
    {
        AssertRefused(ImportFlaw.TooLarge, "nested",
            Workbook(string.Concat(Enumerable.Repeat("<a>", 100)) + string.Concat(Enumerable.Repeat("</a>", 100))));
        AssertRefused(
            ImportFlaw.TooLarge, "has a row 99999999", Workbook("<worksheet><sheetData><row r=\"99999999\"/></sheetData></worksheet>"));
    }

    [Fact]
    public void Run_yaml_that_refers_to_itself_many_times_is_refused()
    {
        string lines = string.Concat(Enumerable.Range(1, 20)
            .Select(i => $"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 9))}]\n"));
        AssertRefused(ImportFlaw.TooLarge, "references", Imported.Text("a.yml", $"a0: &a0 [x]\n{lines}conversations:\n- *a20\n"));
        AssertRefused(ImportFlaw.TooLarge, "deep",
            Imported.Text("a.yml", $"conversations: {new string('[', 100)}{new string(']', 100)}\n"));
    }

    [Fact]
    public void Run_json_nested_deeply_is_refused() => AssertRefused(
        ImportFlaw.Unreadable, "no JSON that can be read",
            Imported.Text("a.json", $"{{\"qnas\": {new string('[', 1_000)}{new string(']', 1_000)}}}"));

    [Fact]
    public void Run_html_nested_deeply_is_read()
    {
        string answer = string.Concat(Enumerable.Repeat("<div>", 4_000)) + "inside" + string.Concat(Enumerable.Repeat("</div>", 4_000));
        KnowledgeBase knowledge = Imported.New("a.csv", $"question,answer\nA?,{answer}\n").Knowledge!;
        Assert.Equal("inside", knowledge.Entries[0].Answer.ToString());
    }

    [Fact]
    public void Run_limits_of_rows_columns_and_bytes_hold()
    {
        AssertRefused(
            ImportFlaw.TooLarge, "more than 10 rows", Imported.Text("a.csv", string.Concat(Enumerable.Repeat("a,b\n", 20))),
                new ImportLimits { Rows = 10 });
        AssertRefused(ImportFlaw.TooLarge, "cells, at most 500 are read", Imported.Text("a.csv", new string(',', 600) + "x\n"));
        AssertRefused(ImportFlaw.TooLarge, "bytes, at most 10 are read", Imported.Text("a.csv", new string('a', 20)),
            new ImportLimits { FileBytes = 10 });
    }

    [Theory]
    [InlineData(new byte[] { 0x89, 0x50, 0x4E, 0x47, 0, 0, 0, 1 })]
    [InlineData(new byte[] { 0x50, 0x4B, 3, 4, 1, 2, 3, 4, 5, 6 })]
    [InlineData(new byte[] { 0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0, 0 })]
    [InlineData(new byte[] { })]
    public void Run_what_is_no_such_file_is_refused(byte[] content) =>
        Assert.Throws<ImportException>(() => Imported.New(new ImportFile("a.bin", content)));

    [Fact]
    public void Run_stopped_import_stops()
    {
        using CancellationTokenSource stopped = new();
        stopped.Cancel();
        Assert.Throws<OperationCanceledException>(
            () => KnowledgeImport.Run(null, [Imported.Text("a.csv", "question,answer\nA?,b\n")], new ImportOptions(), stopped.Token));
    }

    /// <summary>Whatever is done to a genuine file, it is read within the rules, or refused in words.</summary>
    [Theory]
    [MemberData(nameof(Seeds))]
    public void Run_mutated_file_is_read_or_refused(string name)
    {
        byte[] seed = Imported.Sample(name).Content.ToArray();
        Random random = new(20_261_130);
        for (int round = 0; round < 60; round++)
        {
            byte[] mutated = [.. seed];
            for (int change = random.Next(1, 12); change > 0; change--)
            {
                mutated[random.Next(mutated.Length)] = (byte)random.Next(256);
            }

            int length = random.Next(3) == 0 ? random.Next(mutated.Length) : mutated.Length;
            try
            {
                KnowledgeBase knowledge = Imported.New(new ImportFile(name, mutated.AsMemory(0, length))).Knowledge!;
                string written = System.Text.Encoding.UTF8.GetString(FaqFileWriter.Write(knowledge));
                Assert.DoesNotContain('\uFFFD', written);
                Assert.All(Enum.GetValues<ExportFormat>(), format =>
                    KnowledgeExport.Write(knowledge, new ExportOptions { Format = format }));
            }
            catch (ImportException exception)
            {
                Assert.NotEmpty(exception.Message);
            }
        }
    }

    private static ImportFile Workbook(string sheet) => Imported.Zip(
        "a.xlsx",
        ("[Content_Types].xml", "<Types/>"u8.ToArray()), ("xl/workbook.xml", "<workbook/>"u8.ToArray()),
        ("xl/worksheets/sheet1.xml", System.Text.Encoding.UTF8.GetBytes(sheet)));

    private static void AssertRefused(ImportFlaw flaw, string expected, ImportFile file, ImportLimits? limits = null)
    {
        ImportException exception =
            Assert.Throws<ImportException>(() => Imported.New(file, new ImportOptions { Limits = limits ?? new ImportLimits() }));
        Assert.Equal(flaw, exception.Flaw);
        Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
    }
}
