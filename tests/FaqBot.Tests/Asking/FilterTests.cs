using FaqBot.Tests.Running;

namespace FaqBot.Tests.Asking;

[Collection(AskingCollection.Name)]
public sealed class FilterTests(AskingService service)
{
    [Theory]
    [InlineData("and", "branch=north topic=hours", "hours-north")]
    [InlineData("and", "branch=north branch=south", "")]
    [InlineData("and", "topic=parking", "parking-north parking-south")]
    [InlineData("or", "branch=north topic=hours", "hours-north hours-south parking-north")]
    [InlineData("or", "branch=nowhere topic=nothing", "")]
    [InlineData("or", "branch=nowhere topic=hours", "hours-north hours-south")]
    [InlineData("and", "BRANCH=NORTH", "hours-north parking-north")]
    [InlineData("and", "", "hours-north hours-south parking-north parking-south")]
    public async Task Filter_leaves_only_the_entries_that_fulfil_it(string join, string conditions, string expected)
    {
        Reply reply = await service.Client.AskAsync(new
        {
            question = "opening hours please",
            kb = AskingService.Kiosk,
            top = 10,
            threshold = 0,
            filters = new { join, metadata = Conditions(conditions) },
        });
        string[] found = reply.Answer is null ? [] : [reply.Answer.EntryId, .. reply.Alternatives.Select(candidate => candidate.EntryId)];
        Assert.Equal(expected.Split(' ', StringSplitOptions.RemoveEmptyEntries), found.Order(StringComparer.Ordinal));
        Assert.Equal(found.Length == 0 ? "noMatch" : "answer", reply.Decision);
    }

    [Fact]
    public async Task Filter_without_entries_gives_the_owners_default_answer()
    {
        Reply reply = await service.Client.AskAsync(new
        {
            question = "When does the north branch open?",
            kb = AskingService.Kiosk,
            filters = new { metadata = Conditions("branch=south topic=nothing") },
        });
        Assert.Equal(("noMatch", 0.0, KnowledgeDraft.DefaultAnswer), (reply.Decision, reply.Confidence, reply.Message));
        Assert.Empty(reply.Alternatives);
    }

    [Fact]
    public async Task Filter_outweighs_an_exact_question()
    {
        Reply reply = await service.Client.AskAsync(new
        {
            question = "When does the north branch open?",
            kb = AskingService.Kiosk,
            threshold = 0,
            filters = new { metadata = Conditions("branch=south") },
        });
        Assert.Equal("hours-south", reply.Answer!.EntryId);
        Assert.True(reply.Confidence < 1);
    }

    [Fact]
    public async Task Metadata_is_replied_as_written()
    {
        Reply reply = await service.Client.AskAsync(new { question = "When does the north branch open?", kb = AskingService.Kiosk });
        Assert.Equal(new Dictionary<string, string> { ["Branch"] = "north", ["topic"] = "hours" }, reply.Answer!.Metadata);
    }

    private static object[] Conditions(string text) =>
    [
        .. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(condition => condition.Split('='))
            .Select(parts => new { name = parts[0], value = parts[1] }),
    ];
}
