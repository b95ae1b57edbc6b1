using System.Runtime.InteropServices;

namespace FaqBot.Encoding.Running;

/// <summary>The heap of native libraries.</summary>
public static class NativeHeap
{
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

    [DllImport("libc", EntryPoint = "malloc_trim")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int TrimHeap(nuint keep);
}
