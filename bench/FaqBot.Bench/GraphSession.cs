using System.Runtime.CompilerServices;
using FaqBot.Encoding.Running;
using Microsoft.ML.OnnxRuntime;

namespace FaqBot.Bench;

/// <summary>Opens graphs as the encoder does, so that both are measured alike.</summary>
internal static class GraphSession
{
    public static InferenceSession Open(string path, int threads)
    {
        // As the encoder does: ONNX Runtime's telemetry is turned off before its library is loaded.
        RuntimeHelpers.RunModuleConstructor(typeof(TextEncoder).Module.ModuleHandle);
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
