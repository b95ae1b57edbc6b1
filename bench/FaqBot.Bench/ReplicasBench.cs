using System.Diagnostics;
using FaqBot.Core.Indexing;
using FaqBot.Core.Knowledge;
using FaqBot.Core.Storage;
using FaqBot.Core.Storage.Relational;
using FaqBot.Encoding.Running;

namespace FaqBot.Bench;

/// <summary>A million questions in PostgreSQL, three replicas that are asked in turn, one question at a time; how long each takes to
/// start from the vectors near at hand.</summary>
/// <remarks>
/// What the judge adds is measured by <c>judge</c>; here it has no part. Needs an empty database of PostgreSQL, named by
/// <c>FAQBOT_BENCH_POSTGRES</c>, with the tables in it.
/// </remarks>
internal static class ReplicasBench
{
    private const string Database = "FAQBOT_BENCH_POSTGRES";
    private const int QuestionsPerEntry = 5, Replicas = 3, Dimensions = 384;

    public static async Task<IReadOnlyList<Measurement>> RunAsync(BenchContext context, BenchFolder folder)
    {
        if (Environment.GetEnvironmentVariable(Database) is not { Length: > 0 } connection)
        {
            context.Say($"replicas: left out, {Database} names no database of PostgreSQL.");
            return [];
        }

        int entries = context.Quick ? 10_000 : 200_000;
        string size = $"{entries * QuestionsPerEntry:#,0} questions";
        context.Say($"Writing {size}.");
        await FillAsync(connection, "large", entries);
        await FillAsync(connection, "small", 1);
        string service = await folder.ServiceAsync(context);
        PublishedService[] replicas = new PublishedService[Replicas];
        List<double> first = [], again = [];
        try
        {
            for (int i = 0; i < Replicas; i++)
            {
                // Once to fill its file of vectors, and then as every start after.
                await using (PublishedService filling = await StartAsync(service, connection, folder, i))
                {
                    first.Add(filling.UntilReady.TotalSeconds);
                }

                replicas[i] = await StartAsync(service, connection, folder, i);
                again.Add(replicas[i].UntilReady.TotalSeconds);
            }

            int asked = context.Quick ? 300 : 3_000;
            (double[] large, double[] small) = await AskAsync(replicas, asked);
            double[] added = [.. large.Zip(small, (of, beside) => of - beside).Order()];
            return
            [
                new Measurement($"replicas: {size}, start from the file of vectors", "s", new Series([.. again]),
                    "from PostgreSQL alone", new Series([.. first]), Goal.AtMost(20, "s")),
                Row($"replicas: {size} over three, one new question at a time", "the same to one entry", large, small, 0.5, null),
                Row($"replicas: {size} over three, 99th percentile", "the same to one entry", large, small, 0.99, null),
                new Measurement($"replicas: {size}, what they add to a question, 99th percentile", "ms", new Series([At(added, 0.99)]),
                    "median", new Series([At(added, 0.5)]), Goal.AtMost(10, "ms")),
                new Measurement($"replicas: {size}, memory of one", "MB", new Series([.. replicas.Select(one => one.ResidentBytes / 1e6)]),
                    "its vectors as floats",
                    new Series([.. replicas.Select(_ => entries * QuestionsPerEntry * Dimensions * sizeof(float) / 1e6)]), null),
            ];
        }
        finally
        {
            foreach (PublishedService replica in replicas.Where(replica => replica is not null))
            {
                await replica.DisposeAsync();
            }
        }
    }

    private static async Task FillAsync(string connection, string kb, int entries)
    {
        using KnowledgeStore store = KnowledgeStore.Open(new StorePlace("") { ConnectionString = connection });
        using TextEncoder encoder = TextEncoder.Load(BenchContext.Model, new EncoderOptions());
        KnowledgeBase knowledge = BenchFolder.Knowledge(entries, QuestionsPerEntry) with { Id = kb };
        await new KnowledgeIndexer(store, new StandInEncoder(encoder.Identity), TimeProvider.System).IndexAsync(knowledge);
    }

    private static Task<PublishedService> StartAsync(string service, string connection, BenchFolder folder, int replica) =>
        PublishedService.StartAsync(
            service, folder.PathOf("unused.db"), ("Storage:ConnectionString", connection),
            ("Storage:VectorCache", folder.PathOf($"{replica}.vectors")),
            ("Knowledge:VectorFolder", Directory.CreateDirectory(folder.PathOf($"exact-{replica}")).FullName),
            ("Knowledge:IndexAtStart", "false"), ("Answering:DefaultKnowledgeBase", "large"), ("Answering:SmallTalkKnowledgeBase", ""),
            ("QuestionLog:Enabled", "false"), ("Judge:Folder", ""));

    /// <summary>Asks both knowledge bases the same in turn, so that what disturbs one disturbs the other.</summary>
    private static async Task<(double[] Large, double[] Small)> AskAsync(PublishedService[] replicas, int count)
    {
        HttpClient[] clients = [.. replicas.Select(replica => Asking.Client(new Uri(replica.Address, "/api/v1/ask")))];
        double[] large = new double[count], small = new double[count];
        string[] questions = [.. Questions.Distinct(count + (10 * clients.Length), 5_000_000)];

        // What is compiled and read for the first time counts for nobody.
        for (int i = count; i < questions.Length; i++)
        {
            await AskAsync(clients[i % clients.Length], "large", questions[i]);
            await AskAsync(clients[i % clients.Length], "small", questions[i]);
        }

        for (int i = 0; i < count; i++)
        {
            HttpClient client = clients[i % clients.Length];
            large[i] = await AskAsync(client, "large", questions[i]);
            small[i] = await AskAsync(client, "small", questions[i]);
        }

        Array.ForEach(clients, client => client.Dispose());
        return (large, small);
    }

    /// <returns>Milliseconds.</returns>
    private static async Task<double> AskAsync(HttpClient client, string kb, string question)
    {
        byte[] body = System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(new { kb, question });
        long started = Stopwatch.GetTimestamp();
        await Asking.PostAsync(client, body);
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }

    private static Measurement Row(string name, string beside, double[] measured, double[] limit, double share, Goal? goal) => new(
        name, "ms", new Series([At([.. measured.Order()], share)]), beside, new Series([At([.. limit.Order()], share)]), goal);

    private static double At(double[] ordered, double share) => ordered[(int)(share * (ordered.Length - 1))];
}
