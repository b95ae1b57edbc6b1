using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace FaqBot.Bench;

/// <summary>What the figures were measured on.</summary>
internal static class Machine
{
    public static string Description { get; } = string.Join(
        ", ",
        Processor(),
        Class(),
        $"{Environment.ProcessorCount} cores",
        Vector512.IsHardwareAccelerated ? "512-bit vectors" : Vector256.IsHardwareAccelerated ? "256-bit vectors" : "128-bit vectors",
        $"{GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 30} GiB",
        RuntimeInformation.OSDescription,
        RuntimeInformation.FrameworkDescription);

    private static string Processor() => Field("model name") ?? RuntimeInformation.ProcessArchitecture.ToString();

    /// <summary>What decides how products of bytes are computed, as <c>test.sh</c> names it.</summary>
    private static string Class()
    {
        string[] flags = Field("flags")?.Split(' ') ?? [];
        (string Vectors, string Products)? kind = flags.Contains("avx512bw") ? ("AVX-512", "avx512_vnni")
            : flags.Contains("avx2") ? ("AVX2", "avx_vnni")
            : null;
        return kind is { } found
            ? $"{found.Vectors} {(flags.Contains(found.Products) ? "with" : "without")} VNNI"
            : RuntimeInformation.ProcessArchitecture.ToString();
    }

    private static string? Field(string name)
    {
        const string File = "/proc/cpuinfo";
        string? line = System.IO.File.Exists(File)
            ? System.IO.File.ReadLines(File).FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal))
            : null;
        return line?[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
    }
}
