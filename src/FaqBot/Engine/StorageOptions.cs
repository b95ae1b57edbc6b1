using FaqBot.Core.Storage;
using FaqBot.Encoding.Library;

namespace FaqBot.Engine;

/// <summary>Where the published versions are.</summary>
internal sealed class StorageOptions
{
    public string Path { get; set; } = HomeFolder.Database;

    public string? ConnectionString { get; set; }

    public string? DirectConnectionString { get; set; }

    public bool Migrate { get; set; }

    public string VectorCache { get; set; } = "faq.vectors";

    public bool CheckIntegrity { get; set; }

    public TimeSpan KeyLifetime { get; set; } = TimeSpan.FromDays(90);

    /// <summary>Whether the store is a database of PostgreSQL.</summary>
    public bool IsOnServer => ConnectionString is { Length: > 0 };

    /// <summary>Where the store is.</summary>
    /// <param name="pathOf">Makes paths whole.</param>
    public StorePlace Place(Func<string, string> pathOf) => IsOnServer
        ? new StorePlace("")
        {
            ConnectionString = ConnectionString,
            DirectConnectionString = DirectConnectionString is { Length: > 0 } ? DirectConnectionString : null,
            Migrate = Migrate,
            VectorCache = VectorCache.Length > 0 ? pathOf(VectorCache) : null,
        }
        : new StorePlace(pathOf(Path));

    public IEnumerable<string> Faults()
    {
        if (!IsOnServer && (DirectConnectionString is { Length: > 0 } || Migrate))
        {
            yield return "DirectConnectionString and Migrate belong to PostgreSQL, expected ConnectionString beside them";
        }

        if (string.IsNullOrWhiteSpace(Path))
        {
            yield return "Path is empty, expected a file";
        }

        if (KeyLifetime < TimeSpan.FromDays(1) || KeyLifetime > TimeSpan.FromDays(3650))
        {
            yield return $"KeyLifetime is {KeyLifetime}, expected 1.00:00:00 to 3650.00:00:00";
        }
    }
}
