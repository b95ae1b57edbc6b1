using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace FaqBot.Bench;

/// <summary>What the figures were measured on.</summary>
internal static class Machine
{
    public static string Description { get; } = string.Join(
        ", ",
        Processor(),
        $"{Environment.ProcessorCount} cores",
        Vector512.IsHardwareAccelerated ? "512-bit vectors" : Vector256.IsHardwareAccelerated ? "256-bit vectors" : "128-bit vectors",
        $"{GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 30} GiB",
        RuntimeInformation.OSDescription,
        RuntimeInformation.FrameworkDescription);

    private static string Processor()
    {
        const string File = "/proc/cpuinfo", Field = "model name";
        string? line = System.IO.File.Exists(File)
            ? System.IO.File.ReadLines(File).FirstOrDefault(line => line.StartsWith(Field, StringComparison.Ordinal))
            : null;
        return line?[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim() ?? RuntimeInformation.ProcessArchitecture.ToString();
    }
}
