using FaqBot.Tests.Running;
using Npgsql;

namespace FaqBot.Tests.Replicas;

/// <summary>What a build published that is gone by now, with another normalisation, is encoded anew by those that are left.</summary>
[Collection(ReplicaCollection.Name)]
public sealed class LateRenewalTests(SharedServer shared)
{
    [Fact]
    public async Task Version_that_nobody_alive_can_use_is_encoded_anew_and_not_before()
    {
        string connection = await shared.SampleAsync(), database = new NpgsqlConnectionStringBuilder(connection).Database!;
        await using ServiceProcess service = await ServiceProcess.StartReadyAsync(
            ("Storage:ConnectionString", connection), ("Storage:VectorCache", ""), ("Knowledge:IndexAtStart", "false"));
        await Eventually.IsTrueAsync(
            async () => await shared.Server.AskAsync(database, "SELECT COUNT(*) FROM faqbot.replicas") == "1", "it has announced itself");

        // A replica of the build before, which answers for a while yet, and what it published.
        await shared.Server.AskAsync(database, """
            INSERT INTO faqbot.replicas SELECT 'former', 'the build before', schema, 'nfkc-1', encoder, seen_at + 86400000
            FROM faqbot.replicas LIMIT 1
            """);
        await shared.Server.AskAsync(database, """
            UPDATE faqbot.models SET normalizer = 'nfkc-1'; UPDATE faqbot.store_changes SET counter = counter + 1
            """);
        await service.LoggedAsync("is not used, what answered before still does");
        await service.LoggedAsync("answer beside this one");
        Assert.Equal(1, (await service.Client.AskAsync("怎么申请退货？")).Version);
        Assert.Equal("1", await LastAsync());

        await shared.Server.AskAsync(database, "DELETE FROM faqbot.replicas WHERE id = 'former'");
        await Eventually.IsTrueAsync(
            async () => (await service.Client.AskAsync("怎么申请退货？")) is { Version: 2, Answer.EntryId: "return-apply" },
            "it answers from what it encoded");
        Assert.Equal("2", await LastAsync());

        Task<string> LastAsync() => shared.Server.AskAsync(
            database, "SELECT MAX(number) FROM faqbot.versions WHERE knowledge_base_id = 'shop'");
    }
}
