using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FaqBot.Encoding.Running;

/// <summary>Keeps ONNX Runtime from calling its maker and from writing below the home folder.</summary>
/// <remarks>
/// Since 1.29 it does both on Linux, too, unless its variable is in the environment when the native library initialises: its own switch
/// comes too late. See <see href="https://github.com/microsoft/onnxruntime/issues/27379"/> and
/// <see href="https://github.com/microsoft/onnxruntime/issues/25573"/>.
/// </remarks>
internal static class RuntimeTelemetry
{
    private const string Variable = "ORT_DISABLE_TELEMETRY";
    private const string Off = "1";

    /// <summary>Runs before any other code of this project, which all sessions come from.</summary>
    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "No caller can reach the native library without passing here.")]
    internal static void TurnOff()
    {
        // Reaches the native environment on Windows; elsewhere only programs that this one starts.
        Environment.SetEnvironmentVariable(Variable, Off);
        if (!OperatingSystem.IsWindows())
        {
            _ = Set(Terminated(Variable), Terminated(Off), 1);
        }
    }

    [DllImport("libc", EntryPoint = "setenv")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Set(byte[] name, byte[] value, int overwrite);

    private static byte[] Terminated(string text) => System.Text.Encoding.UTF8.GetBytes(text + '\0');
}
