using System.Net;
using FaqBot.Tests.Running;

namespace FaqBot.Tests.Options;

public sealed class OptionFaultTests(SampleDatabase sample)
{
    private const int InvalidOptions = 2;

    [Fact]
    public async Task Bad_values_are_reported_all_together()
    {
        await using ChildProcess service = ServiceProcess.Launch(
            ("Answering:AnswerThreshold", "sixty"),
            ("Answering:MaxQuestionLength", "0"),
            ("Answering:RerankTop", "11"),
            ("Encoder:WaitingTexts", "1.5"),
            ("Encoder:Threads", "1000"),
            ("Knowledge:Vectors", "Float16"),
            ("Knowledge:WatchInterval", "00:00:00.010"),
            ("Knowledge:IndexAtStart", "perhaps"),
            ("Storage:Path", " "),
            ("Admin:Key", "short"),
            ("Http:MaxBodyBytes", "1"));
        Assert.Equal(InvalidOptions, await service.EndAsync());
        string[] expected =
        [
            "  - FaqBot:Answering:AnswerThreshold: found 'sixty', expected a number",
            "  - FaqBot:Encoder:WaitingTexts: found '1.5', expected a whole number",
            "  - FaqBot:Knowledge:IndexAtStart: found 'perhaps', expected true or false",
            "  - FaqBot:Knowledge:Vectors: found 'Float16', expected Float32 or Int8",
            "  - FaqBot:Answering: MaxQuestionLength is 0, expected 1 to 10000",
            "  - FaqBot:Answering: RerankTop is 11, expected 2 to 10, or 0 for none",
            "  - FaqBot:Answering: RerankTop is 11 without a cross-encoder, expected its folder in FaqBot:Reranker:Folder, or 0 for none",
            "  - FaqBot:Encoder: Threads is 1000, expected 0 to 256",
            "  - FaqBot:Knowledge: WatchInterval is 00:00:00.0100000, expected 00:00:00.050 to 00:01:00",
            "  - FaqBot:Storage: Path is empty, expected a file",
            "  - FaqBot:Admin: Key has 5 characters, expected 16 or more, or none at all",
            "  - FaqBot:Http: MaxBodyBytes is 1, expected 1024 to 1048576",
        ];
        string[] lines = service.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("The options have 12 faults (see appsettings.json for all of them):", lines[0]);
        Assert.Equal(expected.Order(StringComparer.Ordinal), lines.Skip(1).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("Answring:AnswerThreshold", "FaqBot:Answring: unknown; known are Answering, Load,")]
    [InlineData("Answering:Threshold", "FaqBot:Answering:Threshold: unknown; known are DefaultKnowledgeBase, AnswerThreshold,")]
    [InlineData("Cache:Redis:Passwort", "FaqBot:Cache:Redis:Passwort: unknown; known are Configuration, User, Password,")]
    [InlineData("DirectLine:PublicUrl", "FaqBot:DirectLine:PublicUrl: moved to FaqBot:Http:PublicUrl")]
    [InlineData("Answering:OfferHandover", "FaqBot:Answering:OfferHandover: moved to FaqBot:Channels:OfferHandover")]
    [InlineData("Bot:HandOver", "FaqBot:Bot:HandOver: moved to FaqBot:Channels:OfferHandover")]
    [InlineData("Bot:Greeting", "FaqBot:Bot:Greeting: moved to FaqBot:Channels:Greeting")]
    [InlineData("DirectLine:Greeting", "FaqBot:DirectLine:Greeting: moved to FaqBot:Channels:Greeting")]
    [InlineData("DirectLine:Greet", "FaqBot:DirectLine:Greet: moved to FaqBot:Channels:Greeting, where an empty text greets nobody")]
    [InlineData("Bot:RememberFor", "FaqBot:Bot:RememberFor: moved to FaqBot:Conversations:Lifetime")]
    [InlineData("Bot:RememberedConversations", "FaqBot:Bot:RememberedConversations: moved to FaqBot:Conversations:MaxConversations")]
    [InlineData("Storage", "FaqBot:Storage: found a value, expected a section")]
    [InlineData(
        "Knowledge:Files", "FaqBot:Knowledge:Files: found one value, expected a list, whose first item is FaqBot:Knowledge:Files:0")]
    [InlineData("Http:MaxBodyBytes:Most", "FaqBot:Http:MaxBodyBytes: found a section, expected a whole number")]
    public async Task Unknown_option_is_reported(string path, string fault)
    {
        await using ChildProcess service = ServiceProcess.Launch((path, "1"));
        Assert.Equal(InvalidOptions, await service.EndAsync());
        Assert.StartsWith("The options have 1 fault ", service.Output, StringComparison.Ordinal);
        Assert.Contains(fault, service.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Environment_overrides_the_settings_file()
    {
        using TemporaryFolder folder = new();
        await using ServiceProcess service = await ServiceProcess.StartReadyAsync(
            ("Storage:Path", await sample.CopyToAsync(folder.Path)),
            ("Answering:MaxQuestionLength", "8"),
            ("Answering:DefaultKnowledgeBase", "chitchat"),
            ("Answering:AnswerThreshold", "0"),
            ("Answering:SuggestThreshold", "0"),
            ("Http:MaxBodyBytes", "1024"));
        Reply reply = await service.Client.AskAsync("量子力学");
        Assert.Equal(("chitchat", "answer"), (reply.Kb, reply.Decision));
        using HttpResponseMessage tooLong = await service.Client.PostAskAsync(new { question = "123456789" });
        Assert.Equal(HttpStatusCode.BadRequest, tooLong.StatusCode);
        using HttpResponseMessage tooLarge = await service.Client.PostAskAsync(new { question = new string('x', 1100) });
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, tooLarge.StatusCode);
    }

    [Fact]
    public async Task Address_is_taken_from_the_environment()
    {
        using TemporaryFolder folder = new();
        await using ChildProcess service = ChildProcess.Start(
            "dotnet",
            [Repository.Service],
            [("ASPNETCORE_URLS", "http://127.0.0.1:0"), ("FaqBot__Storage__Path", folder.File("faq.db"))]);
        await Eventually.TrueAsync("the service listens", TimeSpan.FromSeconds(20), () =>
            service.Output.Contains("Now listening on: http://127.0.0.1:", StringComparison.Ordinal));
        Assert.DoesNotContain(":5080", service.Output, StringComparison.Ordinal);
    }
}
