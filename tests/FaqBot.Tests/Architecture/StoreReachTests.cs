namespace FaqBot.Core.Tests.Architecture;

/// <summary>One way to the database: see the remarks of <see cref="FaqBot.Core.Storage.Relational.KnowledgeStore"/>.</summary>
public sealed class StoreReachTests
{
    private static readonly string Storage = Repository.PathOf("src", "FaqBot.Core", "Storage"),
        Relational = Path.Combine(Storage, "Relational"),
        QuestionLog = Repository.PathOf("src", "FaqBot.Core", "Analytics", "Relational"),
        Server = Repository.PathOf("src", "FaqBot.Postgres");

    [Fact]
    public void What_is_stored_names_no_implementation() => Assert.All(
        Directory.EnumerateFiles(Storage, "*.cs"), file =>
            Assert.DoesNotContain("Sqlite", File.ReadAllText(file), StringComparison.Ordinal));

    [Fact]
    public void Only_the_store_reaches_the_database() => Assert.Equal(
        [Repository.PathOf("src", "FaqBot.Core", "Evaluation", "Bm25Baseline.cs")], // A database of its own, in memory.
        Sources().Where(file => !file.StartsWith(Relational, StringComparison.Ordinal)
                && !file.StartsWith(QuestionLog, StringComparison.Ordinal) && !file.StartsWith(Server, StringComparison.Ordinal))
            .Where(file => File.ReadAllText(file) is var text
                && (text.Contains("Microsoft.Data.Sqlite", StringComparison.Ordinal)
                    || text.Contains("Microsoft.EntityFrameworkCore", StringComparison.Ordinal))));

    [Fact]
    public void Start_and_vectors_do_without_the_mapper() => Assert.All(
        new[] { "PlainReader.cs", "VectorTable.cs", "VersionRows.cs", "Schema.cs" }, file =>
        {
            string text = File.ReadAllText(Path.Combine(Relational, file));
            Assert.DoesNotContain("EntityFrameworkCore", text, StringComparison.Ordinal);
            Assert.DoesNotContain("KnowledgeContext", text, StringComparison.Ordinal);
        });

    private static IEnumerable<string> Sources() => Directory.EnumerateFiles(Repository.PathOf("src"), "*.cs", SearchOption.AllDirectories)
        .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal));
}
