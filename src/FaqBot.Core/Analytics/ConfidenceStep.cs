namespace FaqBot.Core.Analytics;

/// <summary>The steps of the histogram of confidences: twenty of 0.05 each.</summary>
public static class ConfidenceStep
{
    /// <summary>Number of steps.</summary>
    public const int Count = 20;

    /// <summary>The step of a confidence.</summary>
    /// <param name="confidence">The confidence, 0…1.</param>
    /// <returns>0…19; 1 belongs to the last one.</returns>
    public static int Of(double confidence) => Math.Clamp((int)(confidence * Count), 0, Count - 1);

    /// <summary>Where a step begins.</summary>
    /// <param name="step">The step.</param>
    /// <returns>Its least confidence.</returns>
    public static double From(int step) => (double)step / Count;
}
