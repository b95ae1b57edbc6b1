namespace FaqBot.Matching;

/// <summary>What speaks for an entry; the features of <see cref="ConfidenceModel"/>.</summary>
/// <param name="Cosine">Cosine of the query and the entry's best question, −1…1.</param>
/// <param name="Margin">That cosine less the best one of any other entry; negative for all but the best entry.</param>
public readonly record struct Evidence(double Cosine, double Margin);
