using System.Text.Json;
using FaqBot.Tests.Running;

namespace FaqBot.Tests.Asking;

/// <summary>A question that must not get an entry gets it nowhere in a reply.</summary>
[Collection(AskingCollection.Name)]
public sealed class NotThisTests(AskingService service)
{
    [Theory]
    [InlineData("How do I cancel the family plan?")]
    [InlineData("hello, how do i cancel the FAMILY plan, thanks")]
    [InlineData("How do I cancel the yearly plan?")]
    [InlineData("怎麼取消家庭套餐？")]
    public async Task Counter_example_never_gets_its_entry(string question)
    {
        foreach (double threshold in new[] { 0, 0.75, 1 })
        {
            // Again: from the cache.
            for (int time = 0; time < 2; time++)
            {
                Reply reply = await service.Client.AskAsync(new { question, kb = AskingService.Plans, top = 10, threshold });
                Assert.DoesNotContain("monthly", EntriesOf(reply));
            }
        }
    }

    [Fact]
    public async Task Counter_example_that_is_a_question_of_another_entry_is_answered_by_it()
    {
        Reply reply = await service.Client.AskAsync(new { question = "how do I cancel the yearly plan", kb = AskingService.Plans });
        Assert.Equal(("yearly", 1.0), (reply.Answer?.EntryId, reply.Confidence));
        Assert.NotEmpty(reply.Related);
    }

    [Fact]
    public async Task Other_questions_still_get_the_entry()
    {
        Reply exact = await service.Client.AskAsync(new { question = "How do I cancel the monthly plan", kb = AskingService.Plans });
        Assert.Equal(("monthly", 1.0), (exact.Answer?.EntryId, exact.Confidence));
        Reply near = await service.Client.AskAsync(
            new { question = "how can I cancel a monthly plan", kb = AskingService.Plans, threshold = 0 });
        Assert.Equal("monthly", near.Answer?.EntryId);
    }

    [Fact]
    public async Task Neighbour_of_a_counter_example_gets_its_entry_with_less_confidence()
    {
        async Task<double> ConfidenceOf(string question) =>
            (await service.Client.AskAsync(new { question, kb = AskingService.Plans, threshold = 0 })) is { } reply
                && reply.Answer?.EntryId == "monthly" ? reply.Confidence : 0;
        Assert.True(await ConfidenceOf("cancelling our family plan") < await ConfidenceOf("cancelling our monthly plan"));
    }

    [Theory]
    [InlineData("How do I cancel the", "monthly trial yearly")]
    [InlineData("How do I cancel the yearly plan", "yearly")]
    public async Task Completion_offers_no_entry_that_must_not_be_got(string typed, string entries)
    {
        (_, JsonElement json) =
            await service.Client.GetJsonAsync($"api/v1/suggest?kb={AskingService.Plans}&q={Uri.EscapeDataString(typed)}");
        Assert.Equal(entries, string.Join(' ', json.GetProperty("suggestions").EnumerateArray()
            .Select(suggestion => suggestion.GetProperty("entryId").GetString()).Order(StringComparer.Ordinal)));
    }

    private static IEnumerable<string?> EntriesOf(Reply reply) =>
    [
        reply.Answer?.EntryId,
        .. reply.Suggestions.Concat(reply.Alternatives).Select(candidate => candidate.EntryId),
        .. reply.Related.Select(related => related.EntryId),
    ];
}
