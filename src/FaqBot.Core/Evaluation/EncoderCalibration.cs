using FaqBot.Core.Matching;
using FaqBot.Encoding.ModelFiles;
using FaqBot.Encoding.Running;

namespace FaqBot.Core.Evaluation;

/// <summary>Calibrates an encoder: fits the confidence that applies wherever nothing was fitted for a knowledge base.</summary>
public static class EncoderCalibration
{
    /// <summary>Fits the constants.</summary>
    /// <param name="folder">Folder of the encoder.</param>
    /// <param name="files">The labelled questions.</param>
    /// <param name="precision">A precision to suggest a threshold for, 0…1; or null.</param>
    /// <returns>The model, with what it was fitted on and how well it does.</returns>
    /// <exception cref="InvalidDataException">A file has faults, or there is too little to fit on.</exception>
    /// <exception cref="ModelException">The encoder cannot be used.</exception>
    public static ConfidenceModel Fit(string folder, CalibrationFiles files, double? precision)
    {
        ArgumentNullException.ThrowIfNull(files);
        LabelledQuestions[] labelled = files.Read();
        using TextEncoder encoder = TextEncoder.Load(folder, new EncoderOptions());
        CalibrationSets sets = new(encoder);
        CalibrationSet[] made = [.. labelled.SelectMany(sets.Make)];
        (ConfidenceModel model, CalibrationQuality quality) = Calibration.Fit(made, keepNear: false) ?? throw new InvalidDataException(
            "Found no question that is answered right without being a stored one, expected at least 1 to fit the confidence on.");
        return model with
        {
            Fit = quality.ToReport(files.Names, files.Hash()) with
            {
                Suggested = precision is { } wanted ? ThresholdSuggestion.Of(quality.Judged, wanted) : null,
            },
        };
    }
}
