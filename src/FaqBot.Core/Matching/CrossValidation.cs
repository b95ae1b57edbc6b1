namespace FaqBot.Core.Matching;

/// <summary>How a fitted confidence does on labelled questions that it was not fitted on.</summary>
/// <param name="Folds">Into how many parts the questions were split: each part was asked of a confidence fitted on the others.</param>
/// <param name="Answerable">Questions that an entry answers.</param>
/// <param name="NearMisses">Near misses.</param>
/// <param name="CalibrationError">Expected calibration error over ten equal bins, 0…1.</param>
/// <param name="InForce">What the threshold in force gives.</param>
public sealed record CrossValidation(int Folds, int Answerable, int NearMisses, double CalibrationError, ThresholdEffect InForce)
{
    /// <summary>What the suggested threshold gives; null where none was asked for, or none reaches the precision.</summary>
    public ThresholdEffect? Suggested { get; init; }
}
