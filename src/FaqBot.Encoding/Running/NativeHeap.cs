using System.Runtime.InteropServices;

namespace FaqBot.Encoding.Running;

/// <summary>The heap of native libraries.</summary>
public static class NativeHeap
{
    // Of malloc.h of the GNU C library.
    private const int MapThreshold = -3;
    private const int MostArenas = -8;

    private const int LargeBlock = 1 << 20;
    private const int Arenas = 2;

    /// <summary>Keeps the heap of a service small whose sessions are opened and run by changing threads.</summary>
    /// <remarks>
    /// The GNU C library makes up to eight arenas a core, each with room for what its threads once freed, and after the first large
    /// block that is freed takes such blocks from the arenas, too, which do not give them back. To be called before other threads
    /// start; what <c>MALLOC_ARENA_MAX</c>, <c>MALLOC_MMAP_THRESHOLD_</c> or <c>GLIBC_TUNABLES</c> say stays as it is.
    /// </remarks>
    public static void KeepSmall()
    {
        if (!OperatingSystem.IsLinux() || Environment.GetEnvironmentVariable("GLIBC_TUNABLES") is { Length: > 0 })
        {
            return;
        }

        try
        {
            Tell("MALLOC_ARENA_MAX", MostArenas, Arenas);
            Tell("MALLOC_MMAP_THRESHOLD_", MapThreshold, LargeBlock);
        }
        catch (Exception exception) when (exception is EntryPointNotFoundException or DllNotFoundException)
        {
            // Another C library, such as musl, which has no arenas.
        }
    }

    /// <summary>Gives freed memory back to the system, where the C library keeps it for later and can be asked.</summary>
    /// <remarks>Sessions read a model's file into this heap and free it piece by piece: tens of megabytes stay with glibc.</remarks>
    public static void Trim()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        try
        {
            _ = TrimHeap(0);
        }
        catch (Exception exception) when (exception is EntryPointNotFoundException or DllNotFoundException)
        {
            // Another C library, such as musl, which returns freed pages by itself.
        }
    }

    private static void Tell(string variable, int parameter, int value)
    {
        if (Environment.GetEnvironmentVariable(variable) is null or "")
        {
            _ = SetOption(parameter, value);
        }
    }

    [DllImport("libc", EntryPoint = "mallopt")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetOption(int parameter, int value);

    [DllImport("libc", EntryPoint = "malloc_trim")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int TrimHeap(nuint keep);
}
