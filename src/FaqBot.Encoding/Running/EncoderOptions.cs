using FaqBot.Encoding.ModelFiles;

namespace FaqBot.Encoding.Running;

/// <summary>How an encoder uses the machine.</summary>
public class EncoderOptions
{
    /// <summary>ONNX file below the model folder; null: the first found of those that are usual.</summary>
    public string? File { get; set; }

    /// <summary>Text put before each text that is encoded; null: what the model's files name as default, empty: none.</summary>
    public string? Prompt { get; set; }

    /// <summary>
    /// Threads that work on one run, 1–256. 0: one, because short texts gain more from runs beside each other. More shorten the wait for a
    /// long
    /// text or a large model; between the steps of a run they wait busily, which takes cores from everything else.
    /// </summary>
    public int Threads { get; set; }

    /// <summary>Batches that run at the same time, 1–64. 0: as many as have cores of their own.</summary>
    public int ConcurrentRuns { get; set; }

    /// <summary>Most tokens of a batch, padding included, 64–65,536. Larger batches are slower once they leave the cache.</summary>
    public int BatchTokens { get; set; } = 1_024;

    /// <summary>Most tokens of a text, 8–65,536; longer ones are cut. 0: what the model takes.</summary>
    public int MaxTokens { get; set; }

    /// <summary>Texts that may wait for their turn, 0–100,000; while as many wait, further ones are refused at once.</summary>
    public int WaitingTexts { get; set; } = 1_000;

    /// <summary>Whether the model is loaded at start, and not by the first text. Its files are checked at start in any case.</summary>
    public bool LoadAtStart { get; set; } = true;

    /// <summary>Time without a text after which the model leaves memory until the next one, from 1 second. Zero: never.</summary>
    public TimeSpan UnloadAfter { get; set; }

    /// <summary>Most memory that a model's weights may take, in megabytes (10⁶ bytes), 0–1,000,000; larger models are refused. 0:
    /// any.</summary>
    public int MaxModelMegabytes { get; set; }

    /// <summary>What computes: the processor, or an accelerator for which this build of ONNX Runtime has the provider.</summary>
    public ExecutionProvider Provider { get; set; }

    /// <summary>The number of threads in force.</summary>
    public int EffectiveThreads => Threads > 0 ? Threads : 1;

    /// <summary>The number of runs in force.</summary>
    public int EffectiveRuns => ConcurrentRuns > 0 ? ConcurrentRuns : Math.Clamp(Environment.ProcessorCount / EffectiveThreads, 1, 16);

    /// <summary>Lets another model use the machine in the same way.</summary>
    /// <param name="file">ONNX file below its folder; null: the first found of those that are usual.</param>
    /// <returns>A copy without what belongs to the files of one model.</returns>
    public EncoderOptions ForOtherModel(string? file = null)
    {
        EncoderOptions copy = (EncoderOptions)MemberwiseClone();
        copy.File = file;
        copy.Prompt = null;
        copy.MaxTokens = 0;
        return copy;
    }

    /// <summary>Finds what is out of range.</summary>
    /// <returns>One line a fault.</returns>
    public virtual IEnumerable<string> Faults()
    {
        if (Threads is < 0 or > 256)
        {
            yield return $"Threads is {Threads}, expected 0 to 256";
        }

        if (ConcurrentRuns is < 0 or > 64)
        {
            yield return $"ConcurrentRuns is {ConcurrentRuns}, expected 0 to 64";
        }

        if (BatchTokens is < 64 or > 65_536)
        {
            yield return $"BatchTokens is {BatchTokens}, expected 64 to 65536";
        }

        if (MaxTokens is not 0 and (< ModelFolder.FewestTokens or > 65_536))
        {
            yield return $"MaxTokens is {MaxTokens}, expected {ModelFolder.FewestTokens} to 65536, or 0 for what the model takes";
        }

        if (WaitingTexts is < 0 or > 100_000)
        {
            yield return $"WaitingTexts is {WaitingTexts}, expected 0 to 100000";
        }

        if (UnloadAfter != TimeSpan.Zero && (UnloadAfter < TimeSpan.FromSeconds(1) || UnloadAfter > TimeSpan.FromDays(30)))
        {
            yield return $"UnloadAfter is {UnloadAfter}, expected 00:00:01 to 30.00:00:00, or 00:00:00 for never";
        }

        if (MaxModelMegabytes is < 0 or > 1_000_000)
        {
            yield return $"MaxModelMegabytes is {MaxModelMegabytes}, expected 0 to 1000000";
        }

        if (!Enum.IsDefined(Provider))
        {
            yield return $"Provider is {Provider}, expected {string.Join(", ", Enum.GetNames<ExecutionProvider>())}";
        }
    }
}

/// <summary>What computes an encoder's vectors.</summary>
public enum ExecutionProvider
{
    /// <summary>The processor.</summary>
    Cpu,

    /// <summary>Graphics cards of NVIDIA.</summary>
    Cuda,

    /// <summary>Graphics cards under Windows.</summary>
    DirectML,

    /// <summary>Apple's accelerators.</summary>
    CoreML,
}
