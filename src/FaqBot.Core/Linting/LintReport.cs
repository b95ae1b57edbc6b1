using System.Text.Encodings.Web;
using System.Text.Json;

namespace FaqBot.Core.Linting;

/// <summary>What was found in a knowledge base.</summary>
/// <param name="KnowledgeBase">The knowledge base.</param>
/// <param name="Version">Its version's number.</param>
/// <param name="Band">Least similarity of near-duplicates.</param>
/// <param name="Findings">The findings, the gravest first.</param>
/// <param name="Clusters">Near-duplicates of several entries, put together.</param>
public sealed record LintReport(
    string KnowledgeBase, int Version, double Band, IReadOnlyList<LintFinding> Findings, IReadOnlyList<QuestionCluster> Clusters)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Words that make questions of different entries different: nothing to mend, but what the knowledge base goes by.</summary>
    public IReadOnlyList<LintContrast> Contrasts { get; init; } = [];

    /// <summary>The report as text.</summary>
    /// <returns>JSON.</returns>
    public string ToJson() => JsonSerializer.Serialize(this, Json) + "\n";
}

/// <summary>Questions of several entries that mean about the same.</summary>
/// <param name="Questions">The questions, the one that has most of the others near it first.</param>
public sealed record QuestionCluster(IReadOnlyList<ClusteredQuestion> Questions);

/// <summary>Words of one place that make different questions.</summary>
/// <param name="Words">The words, each with a question that has it.</param>
public sealed record LintContrast(IReadOnlyList<ContrastedWord> Words);

/// <summary>A word of a contrast.</summary>
/// <param name="Word">The word.</param>
/// <param name="Entry">Id of an entry.</param>
/// <param name="Question">A question of it that has the word.</param>
public sealed record ContrastedWord(string Word, string Entry, string Question);

/// <summary>A question of a cluster.</summary>
/// <param name="Entry">Id of its entry.</param>
/// <param name="Text">The question.</param>
/// <param name="Similarity">How alike it is to the first.</param>
public sealed record ClusteredQuestion(string Entry, string Text, double Similarity);
