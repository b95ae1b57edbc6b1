namespace FaqBot.Encoding;

/// <summary>How an encoder uses the machine.</summary>
public sealed class EncoderOptions
{
    /// <summary>Threads that work on one run, 1–256. 0: one for each core up to 4, more do not pay for short texts.</summary>
    public int Threads { get; set; }

    /// <summary>Most tokens of a batch, padding included, 64–65,536. Larger batches are slower once they leave the cache.</summary>
    public int BatchTokens { get; set; } = 1_024;

    /// <summary>The number of threads in force.</summary>
    public int EffectiveThreads => Threads > 0 ? Threads : Math.Min(4, Environment.ProcessorCount);

    /// <summary>Finds what is out of range.</summary>
    /// <returns>One line a fault.</returns>
    public IEnumerable<string> Faults()
    {
        if (Threads is < 0 or > 256)
        {
            yield return $"Threads is {Threads}, expected 0 to 256";
        }

        if (BatchTokens is < 64 or > 65_536)
        {
            yield return $"BatchTokens is {BatchTokens}, expected 64 to 65536";
        }
    }
}
