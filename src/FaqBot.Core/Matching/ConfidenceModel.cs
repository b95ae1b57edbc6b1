using System.Text.Json;
using System.Text.Json.Serialization;
using FaqBot.Encoding.Json;
using FaqBot.Encoding.ModelFiles;
using FaqBot.Encoding.Running;

namespace FaqBot.Core.Matching;

/// <summary>Turns evidence into the probability that an entry answers a question.</summary>
/// <remarks>
/// Two steps, both fitted on labelled questions by <c>calibrate</c>: <see cref="Ranking"/> gives each entry a score by which the best are
/// chosen, <see cref="Weights"/> makes one distribution of them and of "none of them", <see cref="Judging"/> does so where a judge has read
/// them. The constants belong to one encoder: cosines of different models lie in different bands. Immutable and thread-safe.
/// </remarks>
public sealed record ConfidenceModel
{
    /// <summary>Name of the file in a model folder.</summary>
    public const string FileName = "confidence.json";

    private const double Highest = 0.9999;

    private static readonly Lazy<ConfidenceModel> OfBundled = new(ReadReference);

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

    /// <summary>Turns the best entries into one distribution.</summary>
    public required ShareWeights Weights { get; init; }

    /// <summary>The same where a judge has read the best entries; null where none was fitted.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public JudgedShares? Judging { get; init; }

    /// <summary>What the constants were fitted on, and how well they do there.</summary>
    public FitReport? Fit { get; init; }

    /// <summary>Orders the best entries anew by a cross-encoder; null where none was fitted.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Reranking? Reranking { get; init; }

    /// <summary>The constants that were fitted for the bundled encoder, from which a fit on few questions starts.</summary>
    internal static ConfidenceModel Reference => OfBundled.Value;

    /// <summary>Where cosines of the encoder lie.</summary>
    internal CosineScale Scale => new(UnrelatedCosine, RelatedCosine);

    /// <summary>All numbers but those of a cross-encoder.</summary>
    internal IEnumerable<double> Constants =>
    [
        UnrelatedCosine, RelatedCosine, EvenCosine, .. Ranking.ToArray(), Ranking.Context, Ranking.NotThis, .. Weights.ToArray(),
        .. Judging?.Weights.ToArray() ?? [],
    ];

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
            ConfidenceModel model = Parse(ReadText(path));
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
        if (model is { Ranking: null } or { Weights: null } or { ModelFingerprint: null } or { Judging.Weights: null })
        {
            throw new JsonException("a part of it is null, expected constants");
        }

        List<string> faults = [];
        if (model.Features != Evidence.Version)
        {
            faults.Add($"found features {model.Features}, expected {Evidence.Version}: it was fitted for another FaqBot");
        }

        if (!model.Constants.All(double.IsFinite))
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

    /// <summary>Reads what constants were fitted on, be they of another encoder or another build's features.</summary>
    /// <param name="json">The text, as this build or a former one kept it.</param>
    /// <returns>The report; null where there is none.</returns>
    /// <exception cref="JsonException">The text is broken.</exception>
    public static FitReport? ReportOf(string json) => JsonSerializer.Deserialize<Reported>(json, Json)?.Fit;

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

    /// <summary>A probability as it is shown and compared, with four decimals: 1 is left to exact matches.</summary>
    internal static double Shown(double probability) => Math.Min(Highest, Math.Round(probability, 4, MidpointRounding.ToEven));

    private static string ReadText(string path)
    {
        byte[] utf8 = FileLimits.ReadAll(path, FileLimits.Settings);
        using JsonDocument document = StrictJson.Parse(utf8);
        return document.RootElement.GetRawText();
    }

    private static ConfidenceModel ReadReference()
    {
        using Stream stream = typeof(ConfidenceModel).Assembly.GetManifestResourceStream("FaqBot.Core.Matching.Reference.json")!;
        using StreamReader reader = new(stream);
        return Parse(reader.ReadToEnd());
    }

    private sealed record Reported(FitReport? Fit);
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

    /// <summary>How the constants do on labelled questions other than those of the fit; null where there were none, or too few.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public CrossValidation? CrossValidated { get; init; }
}
