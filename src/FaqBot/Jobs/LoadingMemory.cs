using FaqBot.Encoding.Running;

namespace FaqBot.Jobs;

/// <summary>Loading leaves several times more garbage than it keeps, and an idle service would hold on to it.</summary>
internal static class LoadingMemory
{
    /// <summary>Gives the memory of what was loaded and dropped back to the system.</summary>
    public static void Return()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        NativeHeap.Trim();
    }
}
