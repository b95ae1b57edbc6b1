using Microsoft.ML.OnnxRuntime;

namespace FaqBot.Bench;

/// <summary>Opens graphs as the encoder does, so that both are measured alike.</summary>
internal static class GraphSession
{
    public static InferenceSession Open(string path, int threads)
    {
        using SessionOptions options = new()
        {
            IntraOpNumThreads = threads,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        return new InferenceSession(path, options);
    }
}
