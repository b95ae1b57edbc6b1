using System.Text.Json.Serialization;

namespace FaqBot.Core.Importing.Reports;

/// <summary>A table, and what was taken for what, which whoever imports it may say otherwise.</summary>
/// <param name="Table">The table.</param>
/// <param name="Names">Its columns, as the first row names them.</param>
/// <param name="Columns">Each <c>meaning=column</c> as it was read; none: the table was not read.</param>
/// <param name="Origin">How they are known.</param>
public sealed record FoundTable(Place Table, IReadOnlyList<string> Names, IReadOnlyList<string> Columns, ColumnOrigin Origin);

/// <summary>How it is known which column of a table means what.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ColumnOrigin>))]
public enum ColumnOrigin
{
    /// <summary>By the names of the columns.</summary>
    [JsonStringEnumMemberName("found")]
    Found,

    /// <summary>Somebody said so when a table of this header was imported.</summary>
    [JsonStringEnumMemberName("remembered")]
    Remembered,

    /// <summary>Whoever imports it says so.</summary>
    [JsonStringEnumMemberName("stated")]
    Stated,

    /// <summary>It is not: no name was recognised, and the first two were taken, or none.</summary>
    [JsonStringEnumMemberName("unknown")]
    Unknown,
}
