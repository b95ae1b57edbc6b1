using FaqBot.Tests.Running;

namespace FaqBot.Tests.Replicas;

/// <summary>What is published on one replica answers from all.</summary>
[Collection(ReplicaCollection.Name)]
public sealed class PublicationSpreadTests(SharedServer shared)
{
    /// <summary>That it takes no longer than a look at the counter and a load is <see cref="StoreWatchTests"/>'s matter: three services
    /// and a busy machine would only measure the machine.</summary>
    [Fact]
    public async Task Publication_on_one_replica_answers_from_all_with_redis_dead()
    {
        await using RedisServer redis = await RedisServer.StartAsync();
        await using ThreeReplicas three = await ThreeReplicas.StartAsync(
            await shared.SampleAsync(), ("Cache:Redis:Configuration", redis.Configuration), ("Limits:Enabled", "false"));
        await redis.KillAsync();
        for (int round = 0; round < 3; round++)
        {
            string question = $"May I bring my dog number {round}?";
            int version = await ThreeReplicas.PublishAsync(
                three.Replicas[round].Client, "shop", $"dog-{round}", question, $"On a leash {round}.");
            await Task.WhenAll(three.Replicas.Select(replica => Eventually.IsTrueAsync(
                async () =>
                {
                    Reply reply = await replica.Client.AskAsync(question);
                    Assert.True(reply.Version <= version);
                    return reply.Version == version && reply.Answer?.EntryId == $"dog-{round}";
                },
                $"version {version} answers")));
        }
    }

    [Fact]
    public async Task Any_replica_may_be_killed_and_no_question_fails()
    {
        await using ThreeReplicas three = await ThreeReplicas.StartAsync(await shared.SampleAsync(), ("Limits:Enabled", "false"));
        using CancellationTokenSource done = new();
        Task<int>[] asking = [.. Enumerable.Range(0, 4).Select(_ => AskUntilAsync(three.Client, done.Token))];
        for (int i = 0; i < 3; i++)
        {
            ServiceProcess replica = three.Replicas[i];
            await replica.KillAsync();
            await AskTimesAsync(three.Client, 30);

            // On its old port, where the proxy looks for it.
            three.Replicas[i] = await three.StartAgainAsync(replica);
            await replica.DisposeAsync();
        }

        await done.CancelAsync();
        Assert.All(await Task.WhenAll(asking), count => Assert.True(count > 0));
    }

    [Fact]
    public async Task Server_that_is_away_stops_no_answer_and_loses_no_feedback_silently()
    {
        await using PostgresServer server = await PostgresServer.StartAsync();
        string connection = await server.CreateDatabaseAsync();
        await IndexerProcess.RunAsync("migrate", "--database", $"postgres:{connection}");
        await IndexerProcess.IndexAsync($"postgres:{connection}", Repository.PathOf("data", "faq.json"));
        await using ThreeReplicas three = await ThreeReplicas.StartAsync(connection, ("Limits:Enabled", "false"));
        await server.KillAsync();
        await AskTimesAsync(three.Client, 30);
        using (HttpResponseMessage refused = await ThreeReplicas.SayAsync(three.Replicas[0].Client, "shop", "怎么申请退货？", "return-apply"))
        {
            Assert.Equal(System.Net.HttpStatusCode.ServiceUnavailable, refused.StatusCode);
            Assert.NotNull(refused.Headers.RetryAfter);
        }

        // A replica that starts meanwhile says what it waits for, and comes up by itself.
        await using ServiceProcess late = await ServiceProcess.StartAsync(
            [
                ("Storage:ConnectionString", connection), ("Storage:VectorCache", ""), ("Knowledge:IndexAtStart", "false"),
                ("Admin:Key", ThreeReplicas.Key),
            ]);
        await Eventually.TrueAsync("it says so", TimeSpan.FromSeconds(60), async () =>
        {
            using HttpResponseMessage response = await late.Client.GetAsync(
                new Uri("readyz", UriKind.Relative), TestContext.Current.CancellationToken);
            return (await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))
                .Contains("cannot be reached", StringComparison.Ordinal);
        });
        await server.StartAgainAsync();
        await late.ReadyAsync();
        await Eventually.TrueAsync("feedback is kept again", TimeSpan.FromSeconds(60), async () =>
        {
            using HttpResponseMessage kept = await ThreeReplicas.SayAsync(three.Replicas[0].Client, "shop", "怎么申请退货？", "return-apply");
            return kept.IsSuccessStatusCode;
        });
        Assert.Equal("1", await server.AskAsync(
            new Npgsql.NpgsqlConnectionStringBuilder(connection).Database!, "SELECT COUNT(*) FROM faqbot.feedback"));
        int version = await ThreeReplicas.PublishAsync(three.Replicas[2].Client, "shop", "dog", "May I bring my dog?", "On a leash.");
        await Task.WhenAll(three.Replicas.Select(replica => Eventually.TrueAsync(
            $"version {version} answers", TimeSpan.FromSeconds(10),
            async () => (await replica.Client.AskAsync("May I bring my dog?")).Version == version)));
    }

    private static async Task AskTimesAsync(HttpClient client, int times)
    {
        for (int i = 0; i < times; i++)
        {
            Assert.Equal("return-apply", (await client.AskAsync("怎么申请退货？")).Answer?.EntryId);
        }
    }

    private static async Task<int> AskUntilAsync(HttpClient client, CancellationToken done)
    {
        int asked = 0;
        for (; !done.IsCancellationRequested; asked++)
        {
            await AskTimesAsync(client, 1);
        }

        return asked;
    }
}
