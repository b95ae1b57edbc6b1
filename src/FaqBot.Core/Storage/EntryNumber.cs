using System.Globalization;

namespace FaqBot.Core.Storage;

/// <summary>Whole numbers by which clients that know no other ids name entries.</summary>
/// <remarks>
/// An entry whose id is itself a number up to 999,999,999 without leading zeros has that number. Any other id is given the next free one
/// above
/// 1,000,000,000 when it is first published, and keeps it in every later version, even after the entry was absent from some.
/// </remarks>
public static class EntryNumber
{
    /// <summary>What given numbers are above; ids that are numbers are below.</summary>
    public const int Base = 1_000_000_000;

    /// <summary>The number that an id is.</summary>
    /// <param name="entryId">Id of an entry.</param>
    /// <returns>The number, 1 to 999,999,999; null when the id is something else.</returns>
    public static int? Of(string entryId)
    {
        ArgumentNullException.ThrowIfNull(entryId);
        return entryId.Length is > 0 and < 10 && entryId[0] is >= '1' and <= '9'
            && int.TryParse(entryId, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            ? number
            : null;
    }
}
