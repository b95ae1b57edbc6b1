using FaqBot.Core.Matching;
using FaqBot.Encoding.ModelFiles;
using FaqBot.Encoding.Running;

namespace FaqBot.Core.Tests.Matching;

public sealed class ConfidenceModelTests : IDisposable
{
    private const string Remedy = "run: dotnet run --project src/FaqBot.Indexer -- calibrate --help";

    private static readonly EncoderIdentity Encoder = new("model", new string('a', 64), 8);

    private static readonly ConfidenceModel Model = Confidences.Of(Encoder.Fingerprint) with
    {
        Fit = new FitReport(["a.tsv", "b.tsv"], "hash", 10, 0.9, 0.3, 0.02),
    };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Of_standing_is_the_logistic_of_the_weighted_sum()
    {
        Assert.Equal(0.5, Flat(0).Of(new Standing(1, 1, 1, 1, 1)));
        Assert.Equal(0.7311, Flat(1).Of(new Standing(1, 1, 1, 1, 1)));
        ConfidenceWeights weights = new() { Intercept = -2, Score = 0.5, Lead = 0.25, Share = 3, Length = 0.125, Questions = -1 };
        Assert.Equal(
            Math.Round(1 / (1 + Math.Exp(2 - 2 - 0.5 - 1.5 - 0.25 + 1.5)), 4),
            (Model with { Weights = weights }).Of(new Standing(4, 2, 0.5, 2, 1.5)));
    }

    [Fact]
    public void Of_standing_has_four_decimals_and_never_reaches_one()
    {
        Random random = new(14);
        for (int i = 0; i < 2_000; i++)
        {
            double confidence =
                Model.Of(new Standing(random.NextDouble() * 20, (random.NextDouble() * 20) - 10, random.NextDouble(), 2, 1));
            Assert.InRange(confidence, 0, 0.9999);
            Assert.Equal(confidence, Math.Round(confidence, 4));
        }

        Assert.Equal(0.9999, Flat(1_000).Of(new Standing(1, 1, 1, 1, 1)));
        Assert.Equal(0, Flat(-1_000).Of(new Standing(1, 1, 1, 1, 1)));
    }

    [Fact]
    public void Read_written_file_gives_the_model_back()
    {
        Model.Write(_folder.File(ConfidenceModel.FileName));
        ConfidenceModel read = ConfidenceModel.Read(_folder.Path, Encoder);

        Assert.Equal(Model with { Fit = null }, read with { Fit = null });
        Assert.Equal(Model.Fit!.Data, read.Fit!.Data);
        Assert.Equal(Model.Fit with { Data = [] }, read.Fit with { Data = [] });
        Assert.Equal([_folder.File(ConfidenceModel.FileName)], Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void Read_file_of_another_model_is_refused()
    {
        (Model with { ModelFingerprint = new string('b', 64) }).Write(_folder.File(ConfidenceModel.FileName));
        Assert.Equal($"'confidence.json' belongs to model {new string('b', 64)}, expected {Encoder.Fingerprint}; {Remedy}", Refusal());
    }

    [Fact]
    public void Read_missing_file_is_refused()
    {
        string refusal = Refusal();
        Assert.StartsWith("'confidence.json' cannot be read (Could not find file ", refusal, StringComparison.Ordinal);
        Assert.EndsWith($"); {Remedy}", refusal, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"modelFingerprint\": null")]
    [InlineData("""{"modelFingerprint": "FINGERPRINT", "intercept": 1, "cosineWeight": 1, "marginWeight": 1, "unrelatedCosine": 0.5}""")]
    public void Read_broken_file_is_refused(string content)
    {
        _folder.Write(ConfidenceModel.FileName, content.Replace("FINGERPRINT", Encoder.Fingerprint, StringComparison.Ordinal));
        string refusal = Refusal();
        Assert.StartsWith("'confidence.json' cannot be read (", refusal, StringComparison.Ordinal);
        Assert.EndsWith($"); {Remedy}", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_all_faults_are_named_together()
    {
        (Model with
        {
            Features = 1,
            UnrelatedCosine = 0.9,
            Weights = Model.Weights with { Lead = double.MaxValue },
        }).Write(_folder.File(ConfidenceModel.FileName));
        string json =
            File.ReadAllText(_folder.File(ConfidenceModel.FileName)).Replace("1.7976931348623157E+308", "1e999", StringComparison.Ordinal);
        _folder.Write(ConfidenceModel.FileName, json);
        string refusal = Refusal();
        Assert.Contains($"found features 1, expected {Evidence.Version}", refusal, StringComparison.Ordinal);
        Assert.Contains("a constant is not finite", refusal, StringComparison.Ordinal);
        Assert.Contains("unrelatedCosine is not below relatedCosine", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_bundled_file_belongs_to_the_bundled_model()
    {
        ModelFolder folder = ModelFolder.Open(Repository.BundledModel);
        ConfidenceModel model = ConfidenceModel.Read(Repository.BundledModel, new EncoderIdentity(folder.Name, folder.Fingerprint, 384));
        Assert.True(model.Fit!.Questions > 1_000);
        Assert.True(model.Fit.CalibrationError < 0.03, $"calibration error {model.Fit.CalibrationError}");
    }

    private static ConfidenceModel Flat(double intercept) => Model with
    {
        Weights = new ConfidenceWeights { Intercept = intercept, Score = 0, Lead = 0, Share = 0, Length = 0, Questions = 0 },
    };

    private string Refusal()
    {
        string message = Assert.Throws<ModelException>(() => ConfidenceModel.Read(_folder.Path, Encoder)).Message;
        string start = $"The model in '{_folder.Path}' cannot be used:\n  - ";
        Assert.StartsWith(start, message, StringComparison.Ordinal);
        return message[start.Length..];
    }
}
