namespace FaqBot.Core.Tests.Architecture;

/// <summary>One way to the database: see the remarks of <see cref="FaqBot.Core.Storage.Sqlite.KnowledgeStore"/>.</summary>
public sealed class StoreReachTests
{
    private static readonly string Storage = Repository.PathOf("src", "FaqBot.Core", "Storage"), Sqlite = Path.Combine(Storage, "Sqlite"),
        QuestionLog = Repository.PathOf("src", "FaqBot.Core", "Analytics", "Sqlite"), Server = Repository.PathOf("src", "FaqBot.Postgres");

    [Fact]
    public void What_is_stored_names_no_implementation() => Assert.All(
        Directory.EnumerateFiles(Storage, "*.cs"), file =>
            Assert.DoesNotContain("Sqlite", File.ReadAllText(file), StringComparison.Ordinal));

    [Fact]
    public void Only_the_store_reaches_the_database() => Assert.Equal(
        [Repository.PathOf("src", "FaqBot.Core", "Evaluation", "Bm25Baseline.cs")], // A database of its own, in memory.
        Sources().Where(file => !file.StartsWith(Sqlite, StringComparison.Ordinal)
                && !file.StartsWith(QuestionLog, StringComparison.Ordinal) && !file.StartsWith(Server, StringComparison.Ordinal))
            .Where(file => File.ReadAllText(file) is var text
                && (text.Contains("Microsoft.Data.Sqlite", StringComparison.Ordinal)
                    || text.Contains("Microsoft.EntityFrameworkCore", StringComparison.Ordinal))));

    [Fact]
    public void Start_and_vectors_do_without_the_mapper() => Assert.All(
        new[] { "PlainReader.cs", "VectorTable.cs", "VersionRows.cs", "Schema.cs" }, file =>
        {
            string text = File.ReadAllText(Path.Combine(Sqlite, file));
            Assert.DoesNotContain("EntityFrameworkCore", text, StringComparison.Ordinal);
            Assert.DoesNotContain("KnowledgeContext", text, StringComparison.Ordinal);
        });

    private static IEnumerable<string> Sources() => Directory.EnumerateFiles(Repository.PathOf("src"), "*.cs", SearchOption.AllDirectories)
        .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal));
}
