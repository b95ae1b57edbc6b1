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

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.12344, 0.1234)]
    [InlineData(0.9999, 0.9999)]
    [InlineData(0.99999, 0.9999)]
    [InlineData(1, 0.9999)]
    public void Shown_has_four_decimals_and_never_reaches_one(double probability, double shown) =>
        Assert.Equal(shown, ConfidenceModel.Shown(probability));

    [Fact]
    public void Reference_is_that_of_the_bundled_model()
    {
        string bundled = File.ReadAllText(Path.Combine(Repository.BundledModel, ConfidenceModel.FileName));
        Assert.Equal(ConfidenceModel.Parse(bundled).ToJson(), ConfidenceModel.Reference.ToJson());
        Assert.NotNull(ConfidenceModel.Reference.Judging);
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
            Weights = Confidences.Changed(Model.Weights, "constant", double.MaxValue),
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

    [Fact]
    public void Read_bundled_file_belongs_to_the_bundled_judge()
    {
        using Judge judge = Judge.Load(Repository.PathOf("models", "faqbot-judge-zh-en"), new EncoderOptions());
        Assert.Equal(judge.Identity.Fingerprint, ConfidenceModel.Reference.Judging!.ModelFingerprint);
    }

    [Theory]
    [InlineData("\"few.coverage\"", "\"few.cover\"", "few.coverage, few.cover")]
    [InlineData("\"few.single\"", "\"few.lonely\"", "few.single, few.lonely")]
    public void Read_missing_and_unknown_weights_are_named(string feature, string other, string named)
    {
        _folder.Write(ConfidenceModel.FileName, Model.ToJson().Replace(feature, other, StringComparison.Ordinal));
        Assert.Contains($"found other weights than expected: {named}", Refusal(), StringComparison.Ordinal);
    }

    private string Refusal()
    {
        string message = Assert.Throws<ModelException>(() => ConfidenceModel.Read(_folder.Path, Encoder)).Message;
        string start = $"The model in '{_folder.Path}' cannot be used:\n  - ";
        Assert.StartsWith(start, message, StringComparison.Ordinal);
        return message[start.Length..];
    }
}
