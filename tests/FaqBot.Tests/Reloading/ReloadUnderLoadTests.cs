using System.Collections.Concurrent;
using System.Globalization;
using FaqBot.Tests.Running;

namespace FaqBot.Tests.Reloading;

[Collection(ReloadingCollection.Name)]
public sealed class ReloadUnderLoadTests(ReloadingService service)
{
    private const int InFlight = 200;
    private const int Reloads = 50;
    private const int ReloadsPerPublication = 7;

    private static readonly string[] Questions =
        ["how to return a parcel", "can I pay by card", "my new address", "where is my order", "invoice please"];

    [Fact]
    public async Task Reloads_fail_no_request_and_mix_no_versions()
    {
        ConcurrentBag<Reply> replies = [];
        using CancellationTokenSource enough = new();
        Task[] askers = [.. Enumerable.Range(0, InFlight).Select(asker => AskUntilAsync(asker, replies, enough.Token))];
        int first = service.LastVersion;
        for (int reload = 1; reload <= Reloads; reload++)
        {
            if (reload % ReloadsPerPublication == 0)
            {
                await service.PublishAsync();
            }

            using HttpResponseMessage response = await service.ReloadAsync();
            string text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            Assert.True(response.IsSuccessStatusCode, text);
            Assert.Contains($"\"version\":{service.LastVersion},", text, StringComparison.Ordinal);
            if (reload % ReloadsPerPublication == 0)
            {
                // A busy machine would publish the next one before anybody was answered from this one.
                await Eventually.TrueAsync(
                    "the version answers", TimeSpan.FromSeconds(20), () => replies.Any(reply => reply.Version == service.LastVersion));
            }
        }

        // Every asker is still at it, and sees the last version too.
        await Eventually.TrueAsync(
            "the last version answers", TimeSpan.FromSeconds(20), () =>
                replies.Count(reply => reply.Version == service.LastVersion) > InFlight);
        await enough.CancelAsync();
        await Task.WhenAll(askers);

        Assert.Equal(Reloads / ReloadsPerPublication, service.LastVersion - first);
        Assert.True(replies.Select(reply => reply.Version).Distinct().Count() >= Reloads / ReloadsPerPublication);
        Assert.All(replies, AssertOfOneVersion);
    }

    private async Task AskUntilAsync(int asker, ConcurrentBag<Reply> replies, CancellationToken enough)
    {
        for (int round = 0; !enough.IsCancellationRequested; round++)
        {
            // Some equal, so that the cache takes part, some new.
            string suffix = round % 2 == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" {asker}.{round}");
            replies.Add(await service.Client.AskAsync(new { question = Questions[asker % Questions.Length] + suffix, threshold = 0 }));
        }
    }

    private static void AssertOfOneVersion(Reply reply)
    {
        string mark = ReloadingService.Mark(reply.Version);
        Assert.EndsWith(mark, reply.Answer!.Text, StringComparison.Ordinal);
        Assert.EndsWith(mark, reply.Answer.Question, StringComparison.Ordinal);
        Assert.Equal(2, reply.Alternatives.Length);
        Assert.All(reply.Alternatives, candidate => Assert.EndsWith(mark, candidate.Question, StringComparison.Ordinal));
    }
}
