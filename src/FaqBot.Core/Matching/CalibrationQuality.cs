namespace FaqBot.Core.Matching;

/// <summary>How well fitted constants do on their samples.</summary>
/// <param name="Questions">Labelled questions that an entry answers.</param>
/// <param name="Right">Share of them whose best entry was right.</param>
/// <param name="LogLoss">Mean negative log likelihood.</param>
/// <param name="CalibrationError">Expected calibration error over ten equal bins.</param>
public sealed record CalibrationQuality(int Questions, double Right, double LogLoss, double CalibrationError)
{
    /// <summary>The samples with the confidence that they got, for <see cref="ThresholdSuggestion"/>.</summary>
    public IReadOnlyCollection<JudgedQuestion> Judged { get; init; } = [];

    /// <summary>The report that is kept with the constants.</summary>
    /// <param name="data">Names of what they were fitted on.</param>
    /// <param name="hash">SHA-256 of it, in hexadecimal.</param>
    public FitReport ToReport(IReadOnlyList<string> data, string hash) =>
        new(data, hash, Questions, Math.Round(Right, 4), Math.Round(LogLoss, 4), Math.Round(CalibrationError, 4));
}
