using System.Globalization;
using System.Net.Http.Headers;
using FaqBot.Core.Authoring;
using FaqBot.Core.Knowledge;
using FaqBot.Core.Storage;
using FaqBot.Core.Storage.Relational;
using FaqBot.Tests.Running;
using Microsoft.Data.Sqlite;

namespace FaqBot.Tests.Authoring;

/// <summary>kill −9 in the middle of a bulk edit, an import or a publication leaves wholly what was there before, or wholly what comes
/// after.</summary>
public sealed class KilledEditingTests : IDisposable
{
    private const int Entries = 700, Kills = 9;
    private const string Kb = "crash";

    private readonly TemporaryFolder _folder = new();
    private readonly Random _random = new(20_261_130);
    private readonly string _database;

    public KilledEditingTests() => _database = _folder.File("faq.db");

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        _folder.Dispose();
    }

    [Fact]
    public async Task Service_killed_while_it_edits_and_publishes_leaves_everything_whole()
    {
        string file = _folder.File("crash.json");
        await File.WriteAllTextAsync(file, Edition(0), TestContext.Current.CancellationToken);
        await IndexerProcess.IndexAsync(_database, file);
        int edition = 0, published = 0;
        for (int kill = 0; kill < Kills; kill++)
        {
            await using (ServiceProcess service = await ServiceProcess.StartReadyAsync(
                ("Storage:Path", _database), ("Knowledge:IndexAtStart", "false"), ("Limits:Enabled", "false"),
                ("Admin:Key", EditingService.Key), ("Answering:DefaultKnowledgeBase", Kb)))
            {
                Task<bool> sent = (kill % 3) switch
                {
                    0 => SendAsync(service.Client, "bulk", string.Create(
                        CultureInfo.InvariantCulture,
                        $$$"""{"actions": [{"replaceText": {"find": "Edition {{{edition}}}.", "with": "Edition {{{edition + 1}}}."}}]}""")),
                    1 => SendAsync(service.Client, "publish", string.Create(
                        CultureInfo.InvariantCulture, $$$"""{"revision": {{{Revision()}}} }""")),
                    _ => SendAsync(service.Client, "import?mode=replace-all", Edition(edition + 1)),
                };
                await MomentAsync(sent, kill);
                await service.KillAsync();
                await sent;
            }

            (int foundEdition, int foundPublished) = Whole();
            Assert.InRange(foundEdition, edition, edition + (kill % 3 == 1 ? 0 : 1));
            Assert.True(foundPublished == published || foundPublished == foundEdition, $"kill {kill}: published edition {foundPublished}");
            (edition, published) = (foundEdition, foundPublished);
        }
    }

    /// <summary>The knowledge file with all answers of an edition.</summary>
    private string Edition(int number) => File.ReadAllText(new KnowledgeDraft(
        Kb,
        [
            .. Enumerable.Range(0, Entries).Select(i => new DraftEntry(
                $"e{i}", $"What about the case number {i}?", string.Create(CultureInfo.InvariantCulture, $"Edition {number}."))),
        ]).Write(_folder.File("edition.json")));

    private static async Task<bool> SendAsync(HttpClient client, string path, string body)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, $"api/v1/kbs/{Kb}/{path}");
        request.Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", EditingService.Key);
        try
        {
            using HttpResponseMessage response = await client.SendAsync(request, TestContext.Current.CancellationToken);
            Assert.True(
                response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
            return true;
        }
        catch (HttpRequestException)
        {
            // It was killed before it had answered.
            return false;
        }
    }

    /// <summary>While something is being written, or any moment soon after it was asked for.</summary>
    private async Task MomentAsync(Task<bool> sent, int kill)
    {
        long length = LogLength();
        if (kill % 4 != 0)
        {
            await Eventually.TrueAsync(
                "something is written", TimeSpan.FromMinutes(1), () => sent.IsCompleted || LogLength() != length);
        }

        await Task.WhenAny(sent, Task.Delay(_random.Next(0, 150), TestContext.Current.CancellationToken));
    }

    /// <summary>Looks at all that is stored.</summary>
    /// <returns>The edition that is edited, and the one that answers customers.</returns>
    private (int Edited, int Published) Whole()
    {
        using KnowledgeStore store = KnowledgeStore.Open(_database, checkIntegrity: true);
        WorkingCopies copies = new(store, TimeProvider.System);
        WorkingCopy copy = copies.Get(Kb);
        Assert.Equal(Entries, copy.Entries.Count);
        string edition = Assert.Single(copy.Entries.Select(entry => entry.Entry.Answer.ToString()).Distinct());
        if (copy.Revision > 0)
        {
            Assert.Equal(copy.Revision, copies.Sets(Kb, int.MaxValue, 1)[0].Number);
            Assert.Equal(0, Number("""
                SELECT COUNT(*) FROM change_sets s WHERE s.change_count <> (
                    SELECT COUNT(*) FROM changes c WHERE c.knowledge_base_id = s.knowledge_base_id AND c.number = s.number)
                """));
        }

        StoredVersion version = store.Load(Kb)!;
        Assert.Equal(version.Identity.ContentHash, KnowledgeHash.Of(version.Knowledge));
        Assert.Equal(1, Number(string.Create(
            CultureInfo.InvariantCulture,
            $"""
            SELECT COUNT(*) FROM publications p JOIN contents c ON c.knowledge_base_id = p.knowledge_base_id
                AND c.content_hash = p.content_hash WHERE p.number = {version.Identity.Number}
            """)));
        string answered = Assert.Single(version.Knowledge.Entries.Select(entry => entry.Answer.ToString()).Distinct());

        // What is said to be published is what answers.
        Assert.Equal(copy.Head.HasUnpublished, edition != answered);
        return (EditionOf(edition), EditionOf(answered));
    }

    private int Revision()
    {
        using KnowledgeStore store = KnowledgeStore.Open(_database);
        return new WorkingCopies(store, TimeProvider.System).Get(Kb).Revision;
    }

    private static int EditionOf(string answer) => int.Parse(answer["Edition ".Length..^1], CultureInfo.InvariantCulture);

    private long LogLength() => new FileInfo(_database + "-wal") is { Exists: true } log ? log.Length : 0;

    private long Number(string sql)
    {
        using SqliteConnection connection = new(new SqliteConnectionStringBuilder { DataSource = _database, Pooling = false }.ToString());
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }
}
