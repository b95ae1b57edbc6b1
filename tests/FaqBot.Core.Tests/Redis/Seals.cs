using FaqBot.Core.Redis;
using FaqBot.Core.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace FaqBot.Core.Tests.Redis;

/// <summary>Seals with keys that a test knows.</summary>
internal static class Seals
{
    /// <summary>A seal whose key is one byte, again and again.</summary>
    public static ValueSeal Of(byte first, TimeProvider? time = null, ILoggerFactory? loggers = null, params byte[] former) => new(
        () => [.. former.Prepend(first).Select(one => (ReadOnlyMemory<byte>)Enumerable.Repeat(one, StoreKey.Bytes).ToArray())],
        time ?? TimeProvider.System,
        loggers ?? NullLoggerFactory.Instance);
}
