using FaqBot.Core.Matching;
using FaqBot.Core.Text;
using FaqBot.Encoding.ModelFiles;
using FaqBot.Encoding.Running;

namespace FaqBot.Core.Evaluation;

/// <summary>Calibrates an encoder: fits the confidence that applies wherever nothing was fitted for a knowledge base.</summary>
public static class EncoderCalibration
{
    // What the small knowledge bases of siblings weigh beside the others.
    internal const double SiblingShare = 0.75;

    /// <summary>Fits the constants.</summary>
    /// <param name="folder">Folder of the encoder.</param>
    /// <param name="files">The labelled questions.</param>
    /// <param name="precision">A precision to suggest a threshold for, 0…1; or null.</param>
    /// <param name="judgeFolder">Folder of a judge, which must not have learnt from the sibling clusters; or null.</param>
    /// <returns>The model, with what it was fitted on and how well it does.</returns>
    /// <exception cref="InvalidDataException">A file has faults, or there is too little to fit on.</exception>
    /// <exception cref="ModelException">The encoder or the judge cannot be used, or they do not belong together.</exception>
    public static ConfidenceModel Fit(string folder, CalibrationFiles files, double? precision, string? judgeFolder)
    {
        ArgumentNullException.ThrowIfNull(files);
        LabelledQuestions[] labelled = files.Read();
        IReadOnlyList<IReadOnlyList<SiblingCluster>> clusters = SiblingCluster.Read(files.Siblings);
        using TextEncoder encoder = TextEncoder.Load(folder, new EncoderOptions());
        using Judge? judge = judgeFolder is null ? null : LoadJudge(judgeFolder, encoder);
        CalibrationSets sets = new(encoder);
        CalibrationSet[] made = [.. labelled.SelectMany(sets.Make)];
        IReadOnlyList<CalibrationSet> siblings =
            clusters.Count == 0 ? [] : sets.Make(clusters, SiblingShare * made.Length, toJudge: judge is not null);
        (ConfidenceModel model, CalibrationQuality quality) =
            Calibration.Fit([.. made, .. siblings], keepNear: false) ?? throw new InvalidDataException(
                "Found no question that is answered right without being a stored one, expected at least 1 to fit the confidence on.");
        return model with
        {
            Fit = quality.ToReport(files.Names, files.Hash()) with
            {
                Suggested = precision is { } wanted ? ThresholdSuggestion.Of(quality.Judged, wanted) : null,
            },
            Judging = judge is null ? null : Calibration.FitJudged(
                model, siblings, judge.Identity.Fingerprint, (catalog, asked, rows) => Score(judge, sets, catalog, asked, rows)),
        };
    }

    /// <summary>Loads a judge of an encoder.</summary>
    /// <exception cref="ModelException">It cannot be used, or reads the states of another encoder.</exception>
    internal static Judge LoadJudge(string folder, TextEncoder encoder)
    {
        Judge judge = Judge.Load(folder, new EncoderOptions());
        if (judge.Fits(encoder))
        {
            return judge;
        }

        judge.Dispose();
        throw new ModelException(folder, [$"it reads the states of '{judge.Encoder}', found the encoder '{encoder.Identity.Name}'"]);
    }

    /// <summary>Lets a judge read stored questions beside an asked one.</summary>
    internal static float[] Score(Judge judge, CalibrationSets sets, FaqCatalog catalog, JudgedText asked, IReadOnlyList<int> rows)
    {
        float[] logits = new float[rows.Count];
        judge.Score([.. rows.Select(row => (asked, sets.Judged(TextNormalizer.ForEncoding(catalog.Questions[row].Text))))], logits);
        return logits;
    }
}
