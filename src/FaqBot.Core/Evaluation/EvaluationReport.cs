using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using FaqBot.Core.Matching;

namespace FaqBot.Core.Evaluation;

/// <summary>All that an evaluation found, kept as JSON to be compared with others.</summary>
public sealed record EvaluationReport
{
    /// <summary>The format version that is written and read.</summary>
    public const int CurrentFormat = 1;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,

        // Readable Chinese: the text is a file's, never a page's.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>Version of the format.</summary>
    public int Format { get; init; } = CurrentFormat;

    /// <summary>The knowledge base.</summary>
    public required string KnowledgeBase { get; init; }

    /// <summary>Its version's number.</summary>
    public required int Version { get; init; }

    /// <summary>SHA-256 of its content.</summary>
    public required string ContentHash { get; init; }

    /// <summary>The encoder, by name and fingerprint.</summary>
    public required string Model { get; init; }

    /// <summary>Least confidence of an answer.</summary>
    public required double Threshold { get; init; }

    /// <summary>Least confidence of suggestions; 0 in a report of a FaqBot that did not keep it.</summary>
    public double SuggestThreshold { get; init; }

    /// <summary>Entries of the knowledge base.</summary>
    public required int Entries { get; init; }

    /// <summary>Stored questions of the knowledge base.</summary>
    public required int StoredQuestions { get; init; }

    /// <summary>Time that a question takes.</summary>
    public required QuestionTime Time { get; init; }

    /// <summary>The questions.</summary>
    public required IReadOnlyList<AskedQuestion> Questions { get; init; }

    /// <summary>The ways of matching; the first is FaqBot's own.</summary>
    public required IReadOnlyList<EvaluatedSystem> Systems { get; init; }

    /// <summary>Whether FaqBot's own way differs in accuracy from each other one, in the order of <see cref="Systems"/> without the
    /// first.</summary>
    public IReadOnlyList<McNemarTest> AgainstOthers =>
        [.. Systems.Skip(1).Select(other => McNemarTest.Of(RightOf(Systems[0]), RightOf(other)))];

    /// <summary>The thresholds.</summary>
    internal MatchPolicy Policy => new(Threshold, SuggestThreshold);

    /// <summary>Reads a report.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The report.</returns>
    /// <exception cref="InvalidDataException">The file is no report of this format.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static EvaluationReport Read(string path) => Parse(File.ReadAllBytes(path), path);

    /// <summary>Reads a report.</summary>
    /// <param name="utf8">What <see cref="ToJson"/> gave.</param>
    /// <param name="path">What messages call it.</param>
    /// <returns>The report.</returns>
    /// <exception cref="InvalidDataException">It is no report of this format.</exception>
    public static EvaluationReport Parse(ReadOnlySpan<byte> utf8, string path)
    {
        try
        {
            EvaluationReport report = JsonSerializer.Deserialize<EvaluationReport>(utf8, Json)
                ?? throw new JsonException("it holds null");
            return report.Format == CurrentFormat && report.Systems.Count > 0
                && report.Systems.All(system => system.Outcomes.Count == report.Questions.Count)
                ? report
                : throw new JsonException(
                    $"found format {report.Format} with {report.Systems.Count} systems, expected format {CurrentFormat} with an outcome a "
                    + $"question");
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException(
                $"{path}: not a report of eval --json ({exception.Message.TrimEnd('.')}); evaluate again", exception);
        }
    }

    /// <summary>The report as text.</summary>
    /// <returns>JSON.</returns>
    public string ToJson() => JsonSerializer.Serialize(this, Json) + "\n";

    private bool[] RightOf(EvaluatedSystem system) =>
        [.. system.Outcomes.Where((_, i) => Questions[i].Expected is not null).Select(outcome => outcome.IsRight)];
}

/// <summary>A question of a report.</summary>
/// <param name="Text">What was typed.</param>
/// <param name="Language">Tag of its language.</param>
/// <param name="Expected">Id of the entry that answers, or null.</param>
public sealed record AskedQuestion(string Text, string Language, string? Expected)
{
    /// <summary>Ids of entries that are to be offered instead; null where none are.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Offered { get; init; }

    /// <summary>How it is worded or what it changes; or null.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Kind { get; init; }

    /// <summary>All of its label.</summary>
    [JsonIgnore]
    public QuestionLabel Label => new(Expected, Offered ?? [], Kind);

    /// <summary>What is expected, as tables show it.</summary>
    internal string Wanted => Expected ?? (Offered is null ? "no entry" : string.Join(" or ", Offered));
}

/// <summary>Medians of the time that a question takes, asked alone, in milliseconds.</summary>
/// <param name="Encoding">For its vector.</param>
/// <param name="Deciding">For all else.</param>
public sealed record QuestionTime(double Encoding, double Deciding);

/// <summary>One way of matching with all that it did.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsProbability">Whether its score is meant as the probability to be right.</param>
/// <param name="All">Figures over all questions.</param>
/// <param name="Languages">Figures by language tag.</param>
/// <param name="Calibration">Its calibration plot; empty when the score is no probability.</param>
/// <param name="Precision">Precision (Y) against coverage (X).</param>
/// <param name="Scope">ROC curve of questions that an entry answers against the others.</param>
/// <param name="Confusions">Entries that were taken for others most often.</param>
/// <param name="Outcomes">What it made of each question, in their order.</param>
public sealed record EvaluatedSystem(
    string Name,
    bool IsProbability,
    Scores All,
    IReadOnlyDictionary<string, Scores> Languages,
    IReadOnlyList<CalibrationBin> Calibration,
    IReadOnlyList<CurvePoint> Precision,
    IReadOnlyList<CurvePoint> Scope,
    IReadOnlyList<Confusion> Confusions,
    IReadOnlyList<Outcome> Outcomes)
{
    /// <summary>Figures by kind; empty where no question has one, or the score is no probability.</summary>
    public IReadOnlyList<KindScores> Kinds { get; init; } = [];

    /// <summary>What other thresholds for answers would give, ascending; empty when the score is no probability.</summary>
    public IReadOnlyList<ThresholdEffect> Thresholds { get; init; } = [];
}

/// <summary>An entry that was taken for another.</summary>
/// <param name="Expected">Id of the entry that answers; null: none does.</param>
/// <param name="Found">Id of the entry that was found.</param>
/// <param name="Count">How often.</param>
/// <param name="Example">The question of which the system was surest.</param>
public sealed record Confusion(string? Expected, string Found, int Count, string Example);
