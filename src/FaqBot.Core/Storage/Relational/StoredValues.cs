using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace FaqBot.Core.Storage.Relational;

/// <summary>An instant as milliseconds since 1970.</summary>
internal sealed class UnixMilliseconds() : ValueConverter<DateTimeOffset, long>(
    instant => instant.ToUnixTimeMilliseconds(), milliseconds => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds));

/// <summary>Bytes as a blob.</summary>
internal sealed class WholeBytes() : ValueConverter<ReadOnlyMemory<byte>, byte[]>(memory => memory.ToArray(), bytes => bytes);
