using System.Globalization;
using FaqBot.Core.Matching;
using FaqBot.Core.Text;
using Microsoft.Data.Sqlite;

namespace FaqBot.Core.Evaluation;

/// <summary>BM25 alone: the full-text search of SQLite (FTS5) over the same terms as the lexical evidence, for comparison.</summary>
/// <remarks>Not thread-safe.</remarks>
internal sealed class Bm25Baseline : IDisposable
{
    private const int MostRows = 200;

    private readonly SqliteConnection _connection = new("Data Source=:memory:");
    private readonly FaqCatalog _catalog;

    public Bm25Baseline(FaqCatalog catalog)
    {
        _catalog = catalog;
        _connection.Open();
        using SqliteTransaction transaction = _connection.BeginTransaction();
        using SqliteCommand command = _connection.CreateCommand();
        command.CommandText = "CREATE VIRTUAL TABLE questions USING fts5 (terms, tokenize = 'ascii')";
        command.ExecuteNonQuery();
        command.CommandText = "INSERT INTO questions (rowid, terms) VALUES ($row, $terms)";
        SqliteParameter row = command.Parameters.Add("$row", SqliteType.Integer), terms = command.Parameters.Add("$terms", SqliteType.Text);
        for (int i = 0; i < catalog.Questions.Count; i++)
        {
            (row.Value, terms.Value) = (i, string.Join(' ', TermsOf(TextNormalizer.Clean(catalog.Questions[i].Text))));
            command.ExecuteNonQuery();
        }

        transaction.Commit();
    }

    /// <summary>Ranks entries by their best question.</summary>
    public List<(string Entry, double Score)> Rank(EvaluationQuestion question, DateTimeOffset now)
    {
        string[] terms = TermsOf(question.Question.Essence);
        List<(string Entry, double Score)> ranked = [];
        if (terms.Length == 0)
        {
            return ranked;
        }

        using SqliteCommand command = _connection.CreateCommand();
        command.CommandText = "SELECT rowid, bm25(questions) FROM questions WHERE questions MATCH $terms ORDER BY 2, 1 LIMIT $most";
        command.Parameters.AddWithValue("$terms", string.Join(" OR ", terms));
        command.Parameters.AddWithValue("$most", MostRows);
        using SqliteDataReader reader = command.ExecuteReader();
        HashSet<int> seen = [];
        while (reader.Read() && ranked.Count < Ranking.MaxEntries)
        {
            int entry = _catalog.Questions[reader.GetInt32(0)].Entry;
            if (seen.Add(entry) && question.Filter.Allows(_catalog.Entries[entry], null, now))
            {
                // SQLite gives better rows lower numbers.
                ranked.Add((_catalog.Entries[entry].Id, -reader.GetDouble(1)));
            }
        }

        return ranked;
    }

    public void Dispose() => _connection.Dispose();

    private static string[] TermsOf(string clean) =>
        [.. TermAnalyzer.Analyze(clean).Terms.Select(term => "t" + term.ToString("x", CultureInfo.InvariantCulture))];
}
