using System.Data.Common;

namespace FaqBot.Core.Storage.Relational;

/// <summary>Values of rows.</summary>
internal static class Statements
{
    /// <summary>A text; null where there is none.</summary>
    public static string? Text(this DbDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    /// <summary>A number; null where there is none.</summary>
    public static int? Integer(this DbDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetInt32(column);

    /// <summary>An instant of Unix milliseconds.</summary>
    public static DateTimeOffset Instant(this DbDataReader reader, int column) =>
        DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(column));

    /// <summary>An instant of Unix milliseconds; null where there is none.</summary>
    public static DateTimeOffset? MaybeInstant(this DbDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : reader.Instant(column);
}
