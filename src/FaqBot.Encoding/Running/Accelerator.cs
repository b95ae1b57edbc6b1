using Microsoft.ML.OnnxRuntime;

namespace FaqBot.Encoding.Running;

/// <summary>Asks ONNX Runtime for an execution provider.</summary>
internal static class Accelerator
{
    /// <summary>Adds a provider to the options of a session.</summary>
    /// <param name="session">The options.</param>
    /// <param name="provider">The provider.</param>
    /// <returns>Why it cannot be used; null when it was added, or is the processor, which needs no adding.</returns>
    public static string? TryAppend(SessionOptions session, ExecutionProvider provider)
    {
        if (provider == ExecutionProvider.Cpu)
        {
            return null;
        }

        string[] available = OrtEnv.Instance().GetAvailableProviders();
        string name = NameOf(provider);
        if (!available.Contains(name))
        {
            return $"this build of ONNX Runtime has {string.Join(", ", available)}, expected {name}";
        }

        try
        {
            switch (provider)
            {
                case ExecutionProvider.Cuda:
                    session.AppendExecutionProvider_CUDA();
                    break;
                case ExecutionProvider.DirectML:
                    session.AppendExecutionProvider_DML();
                    break;
                default:
                    session.AppendExecutionProvider_CoreML();
                    break;
            }

            return null;
        }
        catch (Exception exception)
            when (exception is OnnxRuntimeException or EntryPointNotFoundException or DllNotFoundException or NotSupportedException)
        {
            return exception.Message.TrimEnd('.');
        }
    }

    private static string NameOf(ExecutionProvider provider) => provider switch
    {
        ExecutionProvider.Cuda => "CUDAExecutionProvider",
        ExecutionProvider.DirectML => "DmlExecutionProvider",
        _ => "CoreMLExecutionProvider",
    };
}
