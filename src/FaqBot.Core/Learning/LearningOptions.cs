namespace FaqBot.Core.Learning;

/// <summary>How much evidence a suggestion needs.</summary>
public sealed class LearningOptions
{
    /// <summary>Least different users who asked it, 2–1,000 …</summary>
    public int LeastPeople { get; set; } = 5;

    /// <summary>… or least users who chose the same entry, 1–1,000.</summary>
    public int LeastChoices { get; set; } = 3;

    /// <summary>Least mean likeness of two groups of wordings that become one, 0.1–1.</summary>
    public double Likeness { get; set; } = 0.5;

    /// <summary>Least cosine of a wording to a rejected one that it is rejected with, 0.5–1.</summary>
    public double RejectedCosine { get; set; } = 0.95;

    /// <summary>Most wordings that are looked at, 100–50,000; those of most people.</summary>
    public int MostWordings { get; set; } = 10_000;

    /// <summary>How old suggestions may be before they are made anew, 1 minute to 1 day.</summary>
    public TimeSpan Lifetime { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>Finds what is out of range.</summary>
    /// <returns>One line a fault.</returns>
    public IEnumerable<string> Faults()
    {
        if (LeastPeople is < 2 or > 1_000)
        {
            yield return $"LeastPeople is {LeastPeople}, expected 2 to 1000";
        }

        if (LeastChoices is < 1 or > 1_000)
        {
            yield return $"LeastChoices is {LeastChoices}, expected 1 to 1000";
        }

        if (Likeness is not (>= 0.1 and <= 1))
        {
            yield return FormattableString.Invariant($"Likeness is {Likeness}, expected 0.1 to 1");
        }

        if (RejectedCosine is not (>= 0.5 and <= 1))
        {
            yield return FormattableString.Invariant($"RejectedCosine is {RejectedCosine}, expected 0.5 to 1");
        }

        if (MostWordings is < 100 or > 50_000)
        {
            yield return $"MostWordings is {MostWordings}, expected 100 to 50000";
        }

        if (Lifetime < TimeSpan.FromMinutes(1) || Lifetime > TimeSpan.FromDays(1))
        {
            yield return $"Lifetime is {Lifetime}, expected 00:01:00 to 1.00:00:00";
        }
    }
}
