using System.Globalization;
using FaqBot.Encoding.Building;
using FaqBot.Encoding.Library.Hubs;

namespace FaqBot.Encoding.Library;

/// <summary>Sees before a long work whether the disk has room for it.</summary>
/// <param name="available">Bytes that are free below a folder.</param>
internal sealed class FreeSpace(Func<string, long> available)
{
    /// <summary>As the operating system says.</summary>
    public static FreeSpace OfSystem { get; } = new(DiskSpace.FreeBytes);

    /// <summary>Refuses a work for which there is no room.</summary>
    /// <exception cref="ModelLibraryException">There is none.</exception>
    public void Expect(ModelId id, string folder, long bytes)
    {
        long free = available(folder);
        if (free < bytes + ModelLimits.SpareBytes)
        {
            throw new ModelLibraryException($"'{id}' does not fit on the disk", [
                $"'{folder}' has {Megabytes(free)} free, expected {Megabytes(bytes + ModelLimits.SpareBytes)}; free some or name a folder "
                + $"on another disk with --models"]);
        }
    }

    private static string Megabytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:N1} MB");
}
