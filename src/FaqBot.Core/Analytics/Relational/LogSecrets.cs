using FaqBot.Core.Storage.Relational;

namespace FaqBot.Core.Analytics.Relational;

/// <summary>The secrets of the months, which the keys of persons are made with: see <see cref="LogKeys"/>.</summary>
internal static class LogSecrets
{
    /// <summary>The secret of a month, made where there is none yet.</summary>
    public static byte[] Of(StoreConnection connection, int month)
    {
        connection.Execute(
            "INSERT INTO log_secrets (month, value) VALUES ($month, $value) ON CONFLICT DO NOTHING",
            ("$month", month), ("$value", LogKeys.NewSecret()));
        return connection.Query(
            "SELECT value FROM log_secrets WHERE month = $month", row => row.GetFieldValue<byte[]>(0), ("$month", month))[0];
    }

    /// <summary>The secrets of all months that are kept.</summary>
    public static List<byte[]> All(StoreConnection connection) => connection.Query(
        "SELECT value FROM log_secrets WHERE month > 0", row => row.GetFieldValue<byte[]>(0));
}
