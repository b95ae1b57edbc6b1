using System.IO.Compression;
using FaqBot.Core.Importing;
using FaqBot.Core.Importing.Files;
using FaqBot.Core.Importing.Formats;
using FaqBot.Core.Importing.Reports;
using FaqBot.Core.Knowledge;
using FaqBot.Core.Text;

namespace FaqBot.Core.Tests.Importing;

/// <summary>Imports of small files.</summary>
internal static class Imported
{
    /// <summary>Names of the genuine files.</summary>
    public static IReadOnlyList<string> SampleNames { get; } =
        Directory.Exists(Path.Combine(Repository.Shared, "data", "samples"))
            ? [.. Directory.EnumerateFiles(Path.Combine(Repository.Shared, "data", "samples")).Select(path => Path.GetFileName(path))
                .Order(StringComparer.Ordinal)]
            : ["qnamaker_SampleQnAs.tsv"];

    public static ImportFile Sample(params string[] path) =>
        new(path[^1], File.ReadAllBytes(Repository.SharedFile(["data", "samples", .. path])));

    public static ImportFile Data(string name) =>
        new(name, File.ReadAllBytes(Repository.PathOf(["tests", "data", "importing", .. name.Split('/')])));

    public static ImportFile Text(string name, string text) => new(name, System.Text.Encoding.UTF8.GetBytes(text));

    /// <summary>An archive of files.</summary>
    public static ImportFile Zip(string name, params IEnumerable<(string Path, byte[] Content)> files)
    {
        using MemoryStream stream = new();
        using (ZipArchive archive = new(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string path, byte[] content) in files)
            {
                using Stream part = archive.CreateEntry(path).Open();
                part.Write(content);
            }
        }

        return new ImportFile(name, stream.ToArray());
    }

    public static ImportResult New(ImportFile file, ImportOptions? options = null) => Into(null, [file], options);

    public static ImportResult New(string name, string text, ImportOptions? options = null) => New(Text(name, text), options);

    public static ImportResult Into(KnowledgeBase? present, IReadOnlyList<ImportFile> files, ImportOptions? options = null) =>
        KnowledgeImport.Run(present, files, options ?? new ImportOptions(), TestContext.Current.CancellationToken);

    public static ImportOptions Reading(ReadingOptions reading) => new() { Reading = reading };

    /// <summary>The answer of an entry.</summary>
    public static string AnswerOf(this KnowledgeBase knowledge, string id) => knowledge.Entry(id).Answer.For(Language.English);

    public static FaqEntry Entry(this KnowledgeBase knowledge, string id) => knowledge.Entries.Single(entry => entry.Id == id);

    /// <summary>Question and answer of each entry.</summary>
    public static string[] Pairs(this KnowledgeBase knowledge) =>
        [.. knowledge.Entries.Select(entry => $"{string.Join(" / ", entry.Questions)} → {entry.Answer}")];

    /// <summary>Code and place of each note of a kind.</summary>
    public static string[] Notes(this ImportReport report, NoteKind kind) =>
        [.. report.Notes.Where(note => note.Kind == kind).Select(note => $"{note.Code} {note.Place}")];

    /// <summary>Each row of the input is part of the fate of an entry, or counted as left out.</summary>
    public static void AssertRowsAreAccountedFor(ImportReport report)
    {
        int fated = report.Entries.SelectMany(fate => fate.Rows).Select(row => (row.File, row.Sheet, row.Row)).Distinct().Count();
        Assert.True(fated + report.RowsLeftOut >= report.Rows, $"{report.Rows} rows, {fated} in fates, {report.RowsLeftOut} left out");
        Assert.True(report.RowsLeftOut == 0 || report.Notes.Count > 0);
    }
}
