using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using FaqBot.Tests.Errors;
using FaqBot.Tests.Running;

namespace FaqBot.Tests.Switching;

public sealed class ModelSwitchTests(SampleDatabase sample)
{
    private const int InFlight = 200;
    private const string MiniLm = "all-MiniLM-L6-v2-f16";
    private const string Bundled = "faqbot-e5-small-zh-en@";

    private static readonly string[] Questions =
        ["wrong title on my invoice", "发票抬头打错了咋办", "how can I get my money back", "when will it arrive", "can I pay with my phone",
            "where do I find the bill", "帮我改地址", "my parcel is lost"];

    [Fact]
    public async Task Switch_under_load_fails_no_request_mixes_no_versions_and_holds_after_a_restart()
    {
        await using SwitchingService service = await SwitchingService.PrepareAsync(sample);
        service.Build(MiniLm, "acme--mini");

        // A judge that is late leaves a reply to be given without it.
        await service.StartAsync(("Judge:Patience", "00:00:30"));
        JsonElement before = await service.ModelAsync();
        Assert.Equal((JsonValueKind.Null, JsonValueKind.Null, 1),
            (before.GetProperty("model").ValueKind, before.GetProperty("job").ValueKind, before.GetProperty("version").GetInt32()));
        Assert.StartsWith(Bundled, before.GetProperty("answering").GetString(), StringComparison.Ordinal);

        ConcurrentBag<(string Question, Reply Reply)> replies = [];
        using CancellationTokenSource enough = new();
        Task[] askers = [.. Enumerable.Range(0, InFlight).Select(asker => AskUntilAsync(service.Client, asker, replies, enough.Token))];
        await Eventually.TrueAsync("all ask", TimeSpan.FromSeconds(30), () => replies.Count > InFlight);
        string result = await service.DoAsync(HttpMethod.Put, "api/v1/kbs/shop/model", new { model = "acme/mini" });
        Assert.StartsWith("Version 2 of 'shop' answers with acme--mini@", result, StringComparison.Ordinal);
        await Eventually.TrueAsync("the new version answers", TimeSpan.FromSeconds(30), () =>
            replies.Count(reply => reply.Reply.Version == 2) > InFlight);
        await enough.CancelAsync();
        await Task.WhenAll(askers);

        // To the last digit one reply for each question and version: wholly the old model's or wholly the new one's.
        Assert.Equal([1, 2], replies.Select(reply => reply.Reply.Version).Distinct().Order());
        foreach (IGrouping<string, Reply> group in replies.GroupBy(reply => reply.Question, reply => reply.Reply))
        {
            string[] essences = [.. group.GroupBy(reply => reply.Version).OrderBy(version => version.Key)
                .Select(version => Assert.Single(version.Select(reply => reply.Essence()).Distinct()))];
            Assert.True(essences.Length < 2
                || essences[0].Replace("\"version\":1", "\"version\":2", StringComparison.Ordinal) != essences[1], group.Key);
        }

        Reply known = await service.Client.AskAsync(Questions[0]);
        await AssertMiniAsync(service);
        await service.StopAsync();

        // It indexes at start, with the chosen model: nothing is new.
        await service.StartAsync();
        await AssertMiniAsync(service);
        Assert.Equal(known.Essence(), (await service.Client.AskAsync(Questions[0])).Essence());
        Assert.Equal(1, (await service.ModelAsync("chitchat")).GetProperty("version").GetInt32());

        // So does the indexer.
        await using ChildProcess indexer = ChildProcess.Start(
            "dotnet",
                [Repository.Indexer, "index", "--json", "--models", service.Models, "--output", service.Database, "--input",
                    Repository.PathOf("data", "faq.json")]);
        Assert.True(await indexer.EndAsync() == 0, indexer.Output);
        Assert.Contains("\"version\":2,\"changed\":false", indexer.Output, StringComparison.Ordinal);

        Assert.StartsWith("Version 3 of 'shop' answers with "
            + Bundled, await service.DoAsync(HttpMethod.Delete, "api/v1/kbs/shop/model"), StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Null, (await service.ModelAsync()).GetProperty("model").ValueKind);
    }

    [Fact]
    public async Task Switch_that_is_cancelled_changes_nothing_and_a_second_one_beside_it_is_refused()
    {
        await using SwitchingService service = await SwitchingService.PrepareAsync(sample);
        service.Build(MiniLm, "acme--mini");
        await service.StartAsync(("Knowledge:IndexAtStart", "false"));
        Reply before = await service.Client.AskAsync(Questions[0]);
        JsonElement job =
            await service.CallAsync(HttpMethod.Put, "api/v1/kbs/shop/model", new { model = "acme--mini" }, HttpStatusCode.Accepted);
        using (HttpResponseMessage second = await service.SendAsync(HttpMethod.Put, "api/v1/kbs/shop/model", new { model = "acme--mini" }))
        {
            Problem problem = await Problem.ReadAsync(second, HttpStatusCode.Conflict);
            Assert.Contains($"Found job {job.GetProperty("id").GetString()} (switch) at work on 'shop'",
                problem.Json.GetProperty("detail").GetString(), StringComparison.Ordinal);
        }

        await Eventually.TrueAsync("some questions are encoded", TimeSpan.FromSeconds(30), async () =>
            (await service.ModelAsync()).GetProperty("job") is var now && now.GetProperty("done").GetInt64() > 0
                && now.GetProperty("total").GetInt64() > 500);
        await service.CallAsync(HttpMethod.Delete, "api/v1/kbs/shop/model/job", null, HttpStatusCode.Accepted);
        JsonElement end = await service.EndOfAsync(job);
        Assert.Equal("cancelled", end.GetProperty("state").GetString());

        JsonElement after = await service.ModelAsync();
        Assert.Equal((JsonValueKind.Null, 1, 1),
            (after.GetProperty("model").ValueKind, after.GetProperty("version").GetInt32(),
                after.GetProperty("publishedVersion").GetInt32()));
        Assert.Equal(before.Essence(), (await service.Client.AskAsync(Questions[0])).Essence());
        using HttpResponseMessage again = await service.SendAsync(HttpMethod.Delete, "api/v1/kbs/shop/model/job");
        await Problem.ReadAsync(again, HttpStatusCode.NotFound);

        // A service that is stopped in the middle changes nothing either.
        await service.CallAsync(HttpMethod.Put, "api/v1/kbs/shop/model", new { model = "acme--mini" }, HttpStatusCode.Accepted);
        await service.StopAsync();
        await service.StartAsync(("Knowledge:IndexAtStart", "false"));
        Assert.Equal(1, (await service.ModelAsync()).GetProperty("publishedVersion").GetInt32());
    }

    [Fact]
    public async Task Model_that_was_built_answers_by_default_without_being_calibrated()
    {
        await using SwitchingService service = await SwitchingService.PrepareAsync(sample);
        service.Build(MiniLm, "acme--mini");
        await service.StartAsync(("Encoder:Folder", Path.Combine(service.Models, "acme--mini")));
        Assert.StartsWith("acme--mini@", (await service.ModelAsync()).GetProperty("answering").GetString(), StringComparison.Ordinal);
        Assert.Equal("answer", (await service.Client.AskAsync("发票抬头写错了怎么办")).Decision);
        Assert.InRange((await service.Client.AskAsync("wrong title on my invoice")).Confidence, 0.0001, 0.9999);
    }

    [Fact]
    public async Task Switch_to_a_model_that_cannot_be_used_is_refused_and_changes_nothing()
    {
        await using SwitchingService service = await SwitchingService.PrepareAsync(sample);
        service.Build("tiny-bert-zh", "acme--broken");
        File.AppendAllText(Path.Combine(service.Models, "acme--broken", "config.json"), " ");
        await service.StartAsync(("Knowledge:IndexAtStart", "false"));
        JsonElement broken = await service.EndOfAsync(
            await service.CallAsync(HttpMethod.Put, "api/v1/kbs/shop/model", new { model = "acme/broken" }, HttpStatusCode.Accepted));
        Assert.Equal("failed", broken.GetProperty("state").GetString());
        Assert.Contains("'config.json'", broken.GetProperty("error").GetString(), StringComparison.Ordinal);

        (object Body, HttpStatusCode Status, string Expected)[] refused =
        [
            (new { model = "acme/absent" }, HttpStatusCode.Conflict, "there are acme/broken"),
            (new { model = "/no/such/folder" }, HttpStatusCode.Conflict, "expected organisation/name of an installed model"),
            (new { model = Repository.BundledModel }, HttpStatusCode.Conflict, "expected organisation/name of an installed model"),
            (new { model = "../models" }, HttpStatusCode.Conflict, "expected organisation/name"),
            (new { }, HttpStatusCode.BadRequest, "Found nothing, expected a text."),
            (new { model = 5, models = "x" }, HttpStatusCode.BadRequest, "Unknown; known are model."),
        ];
        foreach ((object body, HttpStatusCode status, string expected) in refused)
        {
            using HttpResponseMessage response = await service.SendAsync(HttpMethod.Put, "api/v1/kbs/shop/model", body);
            Assert.Contains(expected, (await Problem.ReadAsync(response, status)).Text, StringComparison.Ordinal);
        }

        using HttpResponseMessage unknown =
            await service.SendAsync(HttpMethod.Put, "api/v1/kbs/nothing/model", new { model = "acme/broken" });
        await Problem.ReadAsync(unknown, HttpStatusCode.NotFound);
        Assert.Equal((1, 1),
            ((await service.ModelAsync()).GetProperty("version").GetInt32(), (await service.Client.AskAsync(Questions[0])).Version));
    }

    [Fact]
    public async Task Model_that_is_gone_at_start_leaves_the_other_knowledge_bases_answering()
    {
        await using SwitchingService service = await SwitchingService.PrepareAsync(sample);
        service.Build("tiny-bert-zh", "acme--tiny");
        await service.StartAsync();
        await service.DoAsync(HttpMethod.Put, "api/v1/kbs/shop/model", new { model = "acme/tiny" });
        await service.StopAsync();
        Directory.Delete(Path.Combine(service.Models, "acme--tiny"), recursive: true);
        await service.StartListeningAsync();
        await service.Process.LoggedAsync("it is not in");
        await service.Process.LoggedAsync("Ready with");
        Assert.Equal("chitchat", (await service.Client.AskAsync(new { question = "你好", kb = "chitchat" })).Kb);
        using (HttpResponseMessage response = await service.Client.PostAskAsync(new { question = "你好", kb = "shop" }))
        {
            await Problem.ReadAsync(response, HttpStatusCode.ServiceUnavailable);
        }

        // Choosing another model mends it.
        await service.DoAsync(HttpMethod.Delete, "api/v1/kbs/shop/model");
        Assert.Equal(3, (await service.Client.AskAsync(Questions[0])).Version);
    }

    private static async Task AssertMiniAsync(SwitchingService service)
    {
        JsonElement model = await service.ModelAsync();
        Assert.Equal(("acme--mini", 2, 2),
            (model.GetProperty("model").GetString(), model.GetProperty("version").GetInt32(),
                model.GetProperty("publishedVersion").GetInt32()));
        Assert.StartsWith("acme--mini@", model.GetProperty("answering").GetString(), StringComparison.Ordinal);
    }

    private static async Task AskUntilAsync(
        HttpClient client, int asker, ConcurrentBag<(string Question, Reply Reply)> replies, CancellationToken enough)
    {
        for (int round = 0; !enough.IsCancellationRequested; round++)
        {
            // Some equal, so that the cache takes part, some seldom.
            string question = Questions[asker % Questions.Length] + (round % 2 == 0 ? "" : $" {(asker + round) % 50}");
            replies.Add((question, await client.AskAsync(question)));
        }
    }
}
