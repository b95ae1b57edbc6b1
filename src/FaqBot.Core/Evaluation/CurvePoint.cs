namespace FaqBot.Core.Evaluation;

/// <summary>A point of a curve that a threshold draws.</summary>
/// <param name="Threshold">The threshold: what has at least this score is taken.</param>
/// <param name="X">Where the point lies, 0…1.</param>
/// <param name="Y">Its height, 0…1.</param>
public readonly record struct CurvePoint(double Threshold, double X, double Y)
{
    private const int MostPoints = 200;

    /// <summary>Leaves out points of a long curve, evenly; the first and the last stay.</summary>
    internal static CurvePoint[] Thin(List<CurvePoint> curve) =>
        curve.Count <= MostPoints
            ? [.. curve] : [.. Enumerable.Range(0, MostPoints).Select(i => curve[(int)((long)i * (curve.Count - 1) / (MostPoints - 1))])];
}
