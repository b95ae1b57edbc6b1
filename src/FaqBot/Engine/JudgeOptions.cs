using FaqBot.Encoding.Library;

namespace FaqBot.Engine;

/// <summary>Which judge reads questions side by side, and how.</summary>
internal sealed class JudgeOptions
{
    /// <summary>Folder of the judge; empty: none.</summary>
    public string Folder { get; set; } = HomeFolder.BundledJudge;

    /// <summary>How long a reply waits for the judge, 10 ms – 1 min; then it is given without.</summary>
    public TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Memory for what the judge reads of stored questions in megabytes, 1–4,096.</summary>
    public int CacheMegabytes { get; set; } = 32;

    /// <summary>Finds what is out of range.</summary>
    /// <returns>One line a fault.</returns>
    public IEnumerable<string> Faults()
    {
        if (Patience < TimeSpan.FromMilliseconds(10) || Patience > TimeSpan.FromMinutes(1))
        {
            yield return $"Patience is {Patience}, expected 00:00:00.010 to 00:01:00";
        }

        if (CacheMegabytes is < 1 or > 4_096)
        {
            yield return $"CacheMegabytes is {CacheMegabytes}, expected 1 to 4096";
        }
    }
}
