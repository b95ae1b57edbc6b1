using System.Net;
using System.Text.Json;
using FaqBot.Tests.Running;
using Microsoft.Data.Sqlite;

namespace FaqBot.Tests.Storing;

/// <summary>What tests of the database do to it past the service, and ask of the service then.</summary>
internal static class StoringService
{
    /// <summary>Longer than the two seconds in which the service notices: a busy machine is no fault of it.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    public static void Execute(string database, string sql)
    {
        using SqliteConnection connection = Open(database);
        Execute(connection, sql);
    }

    public static void Execute(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public static SqliteConnection Open(string database)
    {
        SqliteConnection connection = new(new SqliteConnectionStringBuilder { DataSource = database, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }

    public static long Count(string database, string table)
    {
        using SqliteConnection connection = Open(database);
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = $"SELECT COUNT(*) FROM {table}";
        return (long)command.ExecuteScalar()!;
    }

    public static async Task<(HttpStatusCode Status, JsonElement Json)> ReadinessAsync(this ServiceProcess service)
    {
        using HttpResponseMessage response =
            await service.Client.GetAsync(new Uri("readyz", UriKind.Relative), TestContext.Current.CancellationToken);
        string body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return (response.StatusCode, JsonElement.Parse(body));
    }

    /// <summary>Waits until readiness is of a status; gives all of it.</summary>
    public static async Task<JsonElement> BecomesAsync(this ServiceProcess service, string status)
    {
        JsonElement found = default;
        await Eventually.TrueAsync($"the service is {status}", Soon, async () =>
        {
            (HttpStatusCode code, found) = await service.ReadinessAsync();
            return code == HttpStatusCode.OK && found.GetProperty("status").GetString() == status;
        });
        return found;
    }

    /// <summary>Gives feedback of a question, as anybody may.</summary>
    public static Task<(HttpStatusCode Status, JsonElement Json)> SayAsync(
        this ServiceProcess service, string question, string kb = "shop") =>
        service.Client.PostJsonAsync("api/v1/feedback", new { question, kind = "helpful", kb });

    public static async Task<HttpStatusCode> AskStatusAsync(this ServiceProcess service, string question, string kb)
    {
        using HttpResponseMessage response = await service.Client.PostAskAsync(new { question, kb });
        Assert.True(response.StatusCode != HttpStatusCode.InternalServerError, service.Log);
        return response.StatusCode;
    }

    /// <summary>Lines of the log that hold a text.</summary>
    public static int Lines(this ServiceProcess service, string text) =>
        service.Log.Split('\n').Count(line => line.Contains(text, StringComparison.Ordinal));
}
