using FaqBot.Encoding.Library;
using FaqBot.Encoding.Library.Hubs;

namespace FaqBot.Encoding.Tests.Library;

public sealed class IntegrityTests
{
    [Theory]
    [InlineData("model.safetensors", "SHA-256 0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("config.json", "git blob 0000000000000000000000000000000000000000")]
    public async Task File_of_another_checksum_is_not_used(string name, string stated)
    {
        await using Pulling pulling = await Pulling.StartAsync();
        pulling.Hub.Stated[name] = (name, pulling.Hub.Files[name].Length, stated.Split(' ')[^1]);
        string message = await pulling.RefusedAsync<HubException>();
        Assert.StartsWith($"'{name}' has checksum ", message, StringComparison.Ordinal);
        Assert.Contains($", expected {stated} as 127.0.0.1 lists; it was damaged or changed on the way and is not used", message,
            StringComparison.Ordinal);

        // The wrong bytes are not the beginning of the next attempt.
        Assert.DoesNotContain(pulling.Aside, path => path.StartsWith("parts", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(299_999)]
    [InlineData(300_001)]
    public async Task File_of_another_length_is_refused_before_it_is_read(int listed)
    {
        await using Pulling pulling = await Pulling.StartAsync();
        pulling.Hub.Stated["model.safetensors"] = ("model.safetensors", listed, new string('0', 64));
        Assert.StartsWith(
            $"'model.safetensors' has 300000 bytes on 127.0.0.1, expected {listed} as 127.0.0.1 lists; it was changed meanwhile",
            await pulling.RefusedAsync<HubException>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Server_that_sends_more_than_it_announced_is_cut_off()
    {
        await using Pulling pulling = await Pulling.StartAsync();
        pulling.Hub.Store.Instead.Enqueue(async context =>
        {
            // Without a length: what is sent ends when the server likes.
            byte[] block = new byte[64 << 10];
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.Body.WriteAsync(block, CancellationToken.None);
            }
        });
        Assert.Equal("127.0.0.1 sends more bytes than were announced; nothing of it is used.", await pulling.RefusedAsync<HubException>());
    }

    [Fact]
    public async Task List_without_end_is_cut_off()
    {
        await using Pulling pulling = await Pulling.StartAsync();
        pulling.Hub.Hub.Instead.Enqueue(async context =>
        {
            byte[] block = new byte[64 << 10];
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.Body.WriteAsync(block, CancellationToken.None);
            }
        });
        Assert.Contains("more bytes than were announced", await pulling.RefusedAsync<HubException>(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../evil.json")]
    [InlineData("/etc/cron.d/evil")]
    [InlineData("1_Pooling/../../config.json")]
    [InlineData("onnx\\..\\..\\model.onnx")]
    [InlineData("C:model.onnx")]
    [InlineData("line\nbreak")]
    [InlineData("a//b")]
    [InlineData("")]
    public async Task List_with_a_name_that_leaves_the_folder_is_refused_whole(string name)
    {
        await using Pulling pulling = await Pulling.StartAsync();
        pulling.Hub.Files["second.json"] = [1];
        pulling.Hub.Stated["second.json"] = (name, 1, new string('0', 40));
        string message = await pulling.RefusedAsync<ModelLibraryException>();
        Assert.Contains("expected names below the folder; nothing of such a repository is taken", message, StringComparison.Ordinal);
        Assert.Equal(2, message.Split('\n').Length);
        Assert.Single(pulling.Hub.Hub.Requests);
    }

    [Fact]
    public async Task List_with_a_huge_name_is_refused_with_a_short_message()
    {
        await using Pulling pulling = await Pulling.StartAsync();
        pulling.Hub.Files["second.json"] = [1];
        pulling.Hub.Stated["second.json"] = (new string('n', 100_000), 1, new string('0', 40));
        Assert.True((await pulling.RefusedAsync<ModelLibraryException>()).Length < 400);
    }

    [Fact]
    public async Task Files_without_checksum_or_of_impossible_size_are_all_reported()
    {
        await using Pulling pulling = await Pulling.StartAsync();
        pulling.Hub.Stated["config.json"] = ("config.json", 10, null);
        pulling.Hub.Stated["tokenizer.json"] = ("tokenizer.json", -1, new string('0', 40));
        pulling.Hub.Stated["model.safetensors"] = ("model.safetensors", ModelLimits.FileBytes + 1, new string('0', 64));
        string[] faults = (await Assert.ThrowsAsync<ModelLibraryException>(() => pulling.PullAsync())).Faults.ToArray();
        Assert.Equal(
            [
                "the hub states no checksum for 'config.json', expected SHA-256 or a git blob id; use another hub or mirror",
                "'tokenizer.json' has -1 bytes, at most 17179869184 are taken",
                "'model.safetensors' has 17179869185 bytes, at most 17179869184 are taken",
            ],
            faults);
    }
}
