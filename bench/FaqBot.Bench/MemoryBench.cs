using System.Net.Http.Json;

namespace FaqBot.Bench;

/// <summary>Resident memory with a large knowledge base, after some hundred questions.</summary>
internal static class MemoryBench
{
    private const int Entries = 10_000;
    private const int Asked = 300;

    public static async Task<IReadOnlyList<Measurement>> RunAsync(BenchContext context, BenchFolder folder)
    {
        string database = await folder.DatabaseAsync("large.db", () => BenchFolder.Knowledge(Entries, 1));
        string service = await folder.ServiceAsync(context);
        (Series subject, Series peer) = await Rounds.AlternateAsync(
            3,
            () => ResidentAsync(service, database),
            async () => await ResidentAsync(service, await folder.DatabaseAsync("one.db", () => BenchFolder.Knowledge(1, 1))));
        return [new Measurement($"memory: {Entries:#,0} entries", "MB", subject, "the same with one entry", peer, Goal.AtMost(220, "MB"))];
    }

    private static async Task<double> ResidentAsync(string service, string database)
    {
        await using PublishedService started = await PublishedService.StartAsync(service, database, ("Knowledge:IndexAtStart", "false"));
        using HttpClient client = new() { BaseAddress = started.Address };
        foreach (string question in Questions.Distinct(Asked, 1_000_000))
        {
            using HttpResponseMessage reply = await client.PostAsJsonAsync("/api/v1/ask", new { question });
            reply.EnsureSuccessStatusCode();
        }

        return started.ResidentBytes / 1e6;
    }
}
