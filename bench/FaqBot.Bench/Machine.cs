using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace FaqBot.Bench;

/// <summary>What the figures were measured on.</summary>
internal static class Machine
{
    /// <summary>What decides how products of bytes are computed, as <c>test.sh</c> names it: figures of two classes are not
    /// compared.</summary>
    public static string Class { get; } = ClassOf(
        Field("flags")?.Split(' ') ?? [], RuntimeInformation.OSArchitecture);

    public static string Description { get; } = string.Join(
        ", ",
        Processor(),
        Class,
        $"{Environment.ProcessorCount} cores",
        Vector512.IsHardwareAccelerated ? "512-bit vectors" : Vector256.IsHardwareAccelerated ? "256-bit vectors" : "128-bit vectors",
        $"{GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 30} GiB",
        RuntimeInformation.OSDescription,
        RuntimeInformation.FrameworkDescription);

    private static string Processor() => Field("model name") ?? RuntimeInformation.ProcessArchitecture.ToString();

    /// <summary>The class of a processor.</summary>
    /// <param name="flags">What the system says that it can do.</param>
    /// <param name="architecture">Its architecture, which stands in for what no flag tells.</param>
    public static string ClassOf(IReadOnlyCollection<string> flags, Architecture architecture)
    {
        (string Vectors, string Products)? kind = flags.Contains("avx512bw") ? ("AVX-512", "avx512_vnni")
            : flags.Contains("avx2") ? ("AVX2", "avx_vnni")
            : null;
        return kind is { } found
            ? $"{found.Vectors} {(flags.Contains(found.Products) ? "with" : "without")} VNNI"
            : architecture switch
            {
                Architecture.X64 => "x86_64",
                Architecture.Arm64 => "aarch64",
                _ => architecture.ToString().ToLowerInvariant(),
            };
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
