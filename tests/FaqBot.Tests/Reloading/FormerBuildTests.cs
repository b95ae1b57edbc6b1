using System.Net;
using System.Text.Json;
using FaqBot.Core.Matching;
using FaqBot.Core.Storage;
using FaqBot.Core.Storage.Relational;
using FaqBot.Encoding.Running;
using FaqBot.Tests.Running;

namespace FaqBot.Tests.Reloading;

/// <summary>A service of this build on a database of a former one, whose default encoder was another.</summary>
public sealed class FormerBuildTests : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder _folder = new();
    private readonly string _database;

    public FormerBuildTests()
    {
        _database = FormerBuild.WriteTo(_folder.File("faq.db"));
        string chosen = FormerBuild.MakeChosenModel(_folder.File("models"));
        using TextEncoder words = TextEncoder.Load(chosen, new EncoderOptions());
        ShippedConfidence.For(ShippedConfidence.Models.First(), words.Identity)!.Write(Path.Combine(chosen, ConfidenceModel.FileName));
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Start_encodes_anew_what_the_former_encoder_left_and_says_so()
    {
        await using (ServiceProcess service = await StartAsync())
        {
            // Ready only with its version: the default knowledge base is never found missing.
            Reply reply = await service.Client.AskAsync("When are you open?");
            Assert.Equal(("opening", 4), (reply.Answer?.EntryId, reply.Version));
            foreach ((string kb, int version, string question) in new[] { ("orphan", 2, "How do I get a library card?"),
                ("words", 2, "first question") })
            {
                await Eventually.TrueAsync($"'{kb}' answers", Deadline, async () =>
                {
                    using HttpResponseMessage response = await service.Client.PostAskAsync(new { kb, question });
                    Assert.True(response.StatusCode is HttpStatusCode.OK or HttpStatusCode.ServiceUnavailable, $"{response.StatusCode}");
                    return response.StatusCode == HttpStatusCode.OK
                        && JsonElement.Parse(await response.Content.ReadAsStringAsync()).GetProperty("version").GetInt32() == version;
                });
            }

            await Eventually.TrueAsync("the draft is encoded", Deadline, () =>
                service.Log.Contains("Version 5 of 'kiosk' is a draft", StringComparison.Ordinal));
            string log = service.Log;
            Assert.Contains(
                "Version 2 of 'kiosk' was encoded with faqbot-e5-small-zh-en@ffffffffffff; its stored texts are encoded anew with ", log,
                    StringComparison.Ordinal);
            Assert.Contains("Encoded 'kiosk' anew, version 2 as version 4: 30 questions, 30 encoded", log, StringComparison.Ordinal);
            Assert.Contains("The confidence that was fitted for 'kiosk' was fitted again", log, StringComparison.Ordinal);
            Assert.Contains("The confidence that was fitted for 'orphan' belongs to another encoder or build and is not applied", log,
                StringComparison.Ordinal);
            Assert.DoesNotContain("The confidence that was fitted for 'kiosk' belongs to another encoder", log, StringComparison.Ordinal);
            Assert.DoesNotContain("cannot be searched", log, StringComparison.Ordinal);
            Assert.Equal(HttpStatusCode.OK, await AskWithKeyAsync(service, FormerBuild.Key));
            Assert.Equal(HttpStatusCode.Unauthorized, await AskWithKeyAsync(service, "another"));
        }

        await using ServiceProcess again = await StartAsync();
        Assert.Equal(4, (await again.Client.AskAsync("When are you open?")).Version);
        Assert.DoesNotContain("encoded anew", again.Log, StringComparison.Ordinal);
        using KnowledgeStore store = KnowledgeStore.Open(_database);
        Assert.Equal([4, 2, 2], store.Published().Select(version => version.Identity.Number));
        Assert.Equal(3, store.Feedback.Latest("kiosk", 10).Count);
    }

    [Fact]
    public async Task Start_reports_a_version_that_cannot_be_encoded_anew_and_serves_the_others()
    {
        using (KnowledgeStore store = KnowledgeStore.Open(_database))
        {
            Assert.Equal(2, store.Published()[0].Identity.Number);
        }

        // It knows no word of the library's questions; its folder's confidence is that of another knowledge base.
        await using ServiceProcess service = await StartAsync(
            ("Encoder:Folder", _folder.File(Path.Combine("models", FormerBuild.ChosenModel))), ("Answering:DefaultKnowledgeBase", "words"));
        await Eventually.TrueAsync("the failure is logged", Deadline, () =>
            service.Log.Contains("Version 1 of 'orphan' is not encoded anew: ", StringComparison.Ordinal));
        await service.LoggedAsync("it knows no word of the question '");
        Assert.Equal(2, (await service.Client.AskAsync("first question")).Version);
        using KnowledgeStore after = KnowledgeStore.Open(_database);
        Assert.Equal([("kiosk", 2), ("orphan", 1), ("words", 2)],
            after.Published().Select(version => (version.Identity.KnowledgeBaseId, version.Identity.Number)));
    }

    private Task<ServiceProcess> StartAsync(params IEnumerable<(string Path, string Value)> options) => ServiceProcess.StartReadyAsync(
        [
            ("Storage:Path", _database), ("Knowledge:IndexAtStart", "false"), ("Limits:Enabled", "false"),
                ("Models:Folder", _folder.File("models")),
            ("Answering:DefaultKnowledgeBase", "kiosk"), .. options,
        ]);

    private static async Task<HttpStatusCode> AskWithKeyAsync(ServiceProcess service, string key)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, "qnamaker/knowledgebases/kiosk/generateAnswer");
        request.Content = new StringContent("""{"question": "May I bring my dog?"}""", System.Text.Encoding.UTF8, "application/json");
        request.Headers.TryAddWithoutValidation("Authorization", $"EndpointKey {key}");
        using HttpResponseMessage response = await service.Client.SendAsync(request, TestContext.Current.CancellationToken);
        return response.StatusCode;
    }
}
