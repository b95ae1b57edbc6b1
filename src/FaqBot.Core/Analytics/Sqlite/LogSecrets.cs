using FaqBot.Core.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace FaqBot.Core.Analytics.Sqlite;

/// <summary>The secrets of the months, which the keys of persons are made with: see <see cref="LogKeys"/>.</summary>
internal static class LogSecrets
{
    /// <summary>The secret of a month, made where there is none yet.</summary>
    public static byte[] Of(SqliteConnection connection, int month)
    {
        connection.Execute(
            "INSERT OR IGNORE INTO log_secrets (month, value) VALUES ($month, $value)",
            ("$month", month), ("$value", LogKeys.NewSecret()));
        return connection.Query(
            "SELECT value FROM log_secrets WHERE month = $month", row => row.GetFieldValue<byte[]>(0), ("$month", month))[0];
    }

    /// <summary>The secrets of all months that are kept.</summary>
    public static List<byte[]> All(SqliteConnection connection) => connection.Query(
        "SELECT value FROM log_secrets WHERE month > 0", row => row.GetFieldValue<byte[]>(0));
}
