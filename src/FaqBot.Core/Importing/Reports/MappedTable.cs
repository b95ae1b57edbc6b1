using System.Text.Json.Serialization;

namespace FaqBot.Core.Importing.Reports;

/// <summary>A table that was read by stated columns, now or when one of this header was imported before.</summary>
/// <param name="Table">The table.</param>
/// <param name="Columns">Each <c>meaning=column</c>.</param>
/// <param name="RememberedFrom">Who stated them before; null: they are stated now.</param>
/// <param name="RememberedAt">When; null: they are stated now.</param>
public sealed record MappedTable(
    Place Table, IReadOnlyList<string> Columns, string? RememberedFrom, DateTimeOffset? RememberedAt)
{
    /// <summary>What tells the header from others.</summary>
    [JsonIgnore]
    public string Header { get; init; } = "";
}
