using FaqBot.Tests.Running;

namespace FaqBot.Tests.Reloading;

public sealed class KilledServiceTests
{
    [Fact]
    public async Task Service_killed_while_it_indexes_and_answers_starts_again_whole()
    {
        using TemporaryFolder folder = new();
        (string, string)[] options = [("Storage:Path", folder.File("faq.db")), ("Storage:CheckIntegrity", "true")];
        await using (ServiceProcess indexing = await ServiceProcess.StartAsync(options))
        {
            await Eventually.TrueAsync("vectors are being saved", TimeSpan.FromSeconds(30), () =>
                new FileInfo(folder.File("faq.db-wal")) is { Exists: true, Length: > 200_000 });
            await indexing.KillAsync();
        }

        Reply before;
        await using (ServiceProcess answering = await ServiceProcess.StartReadyAsync(options))
        {
            before = await answering.Client.AskAsync("wrong title on my invoice");
            Task<Reply>[] left = [.. Enumerable.Range(0, 20).Select(index => answering.Client.AskAsync($"order number {index}"))];
            await answering.KillAsync();
            await Assert.ThrowsAnyAsync<Exception>(() => Task.WhenAll(left));
        }

        await using ServiceProcess again = await ServiceProcess.StartReadyAsync(options);
        Assert.DoesNotContain("Indexed '", again.Log, StringComparison.Ordinal);
        Reply after = await again.Client.AskAsync("wrong title on my invoice");
        Assert.Equal(before.Essence(), after.Essence());
        Assert.Equal(0, await again.StopAsync());
    }
}
