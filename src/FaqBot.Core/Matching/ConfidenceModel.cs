using System.Text.Json;
using System.Text.Json.Serialization;
using FaqBot.Encoding.ModelFiles;
using FaqBot.Encoding.Running;

namespace FaqBot.Core.Matching;

/// <summary>Turns evidence into the probability that an entry answers a question.</summary>
/// <remarks>
/// Two steps, both fitted on labelled questions by <c>calibrate</c>: <see cref="Ranking"/> gives each entry a score, <see cref="Weights"/>
/// turns the
/// scores into probabilities. The constants belong to one encoder: cosines of different models lie in different bands. Immutable and
/// thread-safe.
/// </remarks>
public sealed record ConfidenceModel
{
    /// <summary>Name of the file in a model folder.</summary>
    public const string FileName = "confidence.json";

    private const double Highest = 0.9999;

    // The relatedness of an unrelated entry is 0, and it shares no term.
    private const double UnrelatedScore = 0;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Fingerprint of the encoder that the constants belong to.</summary>
    public required string ModelFingerprint { get; init; }

    /// <summary>The <see cref="Evidence.Version"/> that the constants belong to.</summary>
    public required int Features { get; init; }

    /// <summary>Typical best cosine of an unrelated question.</summary>
    public required double UnrelatedCosine { get; init; }

    /// <summary>Typical best cosine of a reworded question, above <see cref="UnrelatedCosine"/>.</summary>
    public required double RelatedCosine { get; init; }

    /// <summary>Cosine at which two questions are as likely to mean the same as not.</summary>
    public required double EvenCosine { get; init; }

    /// <summary>Weights of the evidence.</summary>
    public required RankingWeights Ranking { get; init; }

    /// <summary>Weights of an entry's standing.</summary>
    public required ConfidenceWeights Weights { get; init; }

    /// <summary>What the constants were fitted on, and how well they do there.</summary>
    public FitReport? Fit { get; init; }

    /// <summary>Orders the best entries anew by a cross-encoder; null where none was fitted.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Reranking? Reranking { get; init; }

    /// <summary>Where cosines of the encoder lie.</summary>
    internal CosineScale Scale => new(UnrelatedCosine, RelatedCosine);

    /// <summary>Reads the constants of a model folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="encoder">The encoder that they must belong to.</param>
    /// <returns>The model.</returns>
    /// <exception cref="ModelException">The file is missing, broken, or belongs to another encoder.</exception>
    public static ConfidenceModel Read(string folder, EncoderIdentity encoder)
    {
        ArgumentNullException.ThrowIfNull(encoder);
        string path = Path.Combine(folder, FileName);
        const string Remedy = "run: dotnet run --project src/FaqBot.Indexer -- calibrate --help";
        try
        {
            ConfidenceModel model = Parse(File.ReadAllText(path));
            return model.ModelFingerprint == encoder.Fingerprint
                ? model
                : throw new ModelException(folder, [
                    $"'{FileName}' belongs to model {model.ModelFingerprint}, expected {encoder.Fingerprint}; {Remedy}"]);
        }
        catch (Exception exception) when (exception is JsonException or IOException)
        {
            throw new ModelException(folder, [$"'{FileName}' cannot be read ({exception.Message.TrimEnd('.')}); {Remedy}"], exception);
        }
    }

    /// <summary>Reads constants that were kept as text.</summary>
    /// <param name="json">The text: see <see cref="ToJson"/>.</param>
    /// <returns>The model.</returns>
    /// <exception cref="JsonException">The text is broken, or of another build's features.</exception>
    public static ConfidenceModel Parse(string json)
    {
        ConfidenceModel model = JsonSerializer.Deserialize<ConfidenceModel>(json, Json) ?? throw new JsonException("it holds null");
        List<string> faults = [];
        if (model.Features != Evidence.Version)
        {
            faults.Add($"found features {model.Features}, expected {Evidence.Version}: it was fitted for another FaqBot");
        }

        if (!model.Ranking.ToArray().Append(model.Ranking.Context).Append(model.Ranking.NotThis)
            .Concat(model.Weights.ToArray()).Append(model.EvenCosine).All(double.IsFinite))
        {
            faults.Add("a constant is not finite");
        }

        if (!(model.UnrelatedCosine >= -1 && model.UnrelatedCosine < model.RelatedCosine && model.RelatedCosine <= 1))
        {
            faults.Add("unrelatedCosine is not below relatedCosine, or one is not from -1 to 1");
        }

        faults.AddRange(model.Reranking?.Faults() ?? []);
        return faults.Count > 0 ? throw new JsonException(string.Join("; ", faults))
            : model.Reranking is { Features: not Matching.Reranking.Version } ? model with { Reranking = null }
            : model;
    }

    /// <summary>Reads constants that were kept as text, if they are of use.</summary>
    /// <param name="encoder">The encoder that they must belong to.</param>
    /// <param name="json">The text, or null.</param>
    /// <returns>The model; null when the text is absent, broken, of another build's features or of another encoder.</returns>
    public static ConfidenceModel? ParseFor(EncoderIdentity encoder, string? json)
    {
        ArgumentNullException.ThrowIfNull(encoder);
        try
        {
            return json is not null && Parse(json) is { } model && model.ModelFingerprint == encoder.Fingerprint ? model : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The constants as text.</summary>
    /// <returns>JSON.</returns>
    public string ToJson() => JsonSerializer.Serialize(this, Json);

    /// <summary>Writes the constants.</summary>
    /// <param name="path">The file, replaced whole.</param>
    public void Write(string path)
    {
        string aside = path + ".new";
        File.WriteAllText(aside, ToJson() + "\n");
        File.Move(aside, path, overwrite: true);
    }

    /// <summary>The confidence in an entry that was not matched exactly.</summary>
    /// <param name="standing">How it stands among the others.</param>
    /// <returns>
    /// A probability with four decimals, 0…0.9999: what is shown is what is compared with a threshold, and 1 is left to exact matches.
    /// </returns>
    public double Of(in Standing standing) => Shown(Weights.Of(standing));

    /// <summary>A probability as it is shown and compared.</summary>
    internal static double Shown(double probability) => Math.Min(Highest, Math.Round(probability, 4, MidpointRounding.ToEven));

    /// <summary>The standings of all entries of a question.</summary>
    /// <param name="entries">The entries.</param>
    /// <param name="length">Characters and words of the question.</param>
    internal Standing[] StandingsOf(IReadOnlyList<EntryEvidence> entries, int length) =>
        Standing.Of([.. entries.Select(entry => (Ranking.Score(entry.Evidence), entry.Evidence.Questions))], length, UnrelatedScore);
}

/// <summary>What a confidence model was fitted on.</summary>
/// <param name="Data">Names of the files.</param>
/// <param name="DataHash">SHA-256 over the files, in hexadecimal.</param>
/// <param name="Questions">Number of labelled questions.</param>
/// <param name="Right">Share of them whose best entry was right.</param>
/// <param name="LogLoss">Mean negative log likelihood.</param>
/// <param name="CalibrationError">Expected calibration error over ten equal bins.</param>
public sealed record FitReport(
    IReadOnlyList<string> Data, string DataHash, int Questions, double Right, double LogLoss, double CalibrationError)
{
    /// <summary>The threshold for the precision that was asked for at the fit, or null.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ThresholdSuggestion? Suggested { get; init; }
}
