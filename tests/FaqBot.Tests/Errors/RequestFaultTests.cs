using System.Net;

namespace FaqBot.Tests.Errors;

[Collection(ErrorCollection.Name)]
public sealed class RequestFaultTests(ErrorService service)
{
    // Must not come back: replies to faults are logged by proxies.
    private const string UserText = "geheim-4711";

    [Theory]
    [InlineData("", "line 1, byte 1")]
    [InlineData("""{"question": "geheim-4711"} x""", "line 1, byte 29")]
    [InlineData("{\n  \"question\": geheim-4711\n}", "line 2, byte 15")]
    [InlineData("""{"question": "geheim-4711""", "line 1, byte 26")]
    [InlineData("""{"question": "geheim-4711",}""", "line 1, byte 28")]
    [InlineData("""{"question": [[[[[[[[[["geheim-4711"]]]]]]]]]]}""", "line 1, byte 21")]
    public async Task Body_that_is_no_json_is_told_the_place(string body, string place)
    {
        Problem problem = await Problem.AskAsync(service, body, HttpStatusCode.BadRequest);
        Assert.Contains($"({place})", Assert.Single(problem.Faults[""]), StringComparison.Ordinal);
        Assert.DoesNotContain(UserText, problem.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Body_of_nothing_but_brackets_is_refused_at_once()
    {
        Problem problem = await Problem.AskAsync(service, new string('[', 60_000), HttpStatusCode.BadRequest);
        Assert.Contains("(line 1, byte 9)", Assert.Single(problem.Faults[""]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("null", "", "Found null, expected an object")]
    [InlineData("[]", "", "Found array, expected an object")]
    [InlineData("\"geheim-4711\"", "", "Found string, expected an object")]
    [InlineData("{}", "question", "The question is empty.")]
    [InlineData("""{"question":null}""", "question", "The question is empty.")]
    [InlineData("""{"question":""}""", "question", "The question is empty.")]
    [InlineData("""{"question":" \u200b\ufeff\t"}""", "question", "The question has no visible character.")]
    [InlineData("""{"question":5}""", "question", "Found number, expected a text.")]
    [InlineData("""{"question":["geheim-4711"]}""", "question", "Found array, expected a text.")]
    [InlineData("""{"question":"geheim-4711 \ud800"}""", "question", "The text is not valid Unicode.")]
    [InlineData("""{"question":"geheim-4711 \udc00\ud800"}""", "question", "The text is not valid Unicode.")]
    [InlineData("""{"question":"a","kb":"\ud800"}""", "kb", "The text is not valid Unicode.")]
    [InlineData("""{"question":"a","\ud800":"geheim-4711"}""", "", "The name of a member is not valid Unicode.")]
    [InlineData("""{"question":"a","filters":{"metadata":[{"\udc00":1}]}}""", "", "The name of a member is not valid Unicode.")]
    [InlineData("""{"question":"a","qestion":"geheim-4711"}""", "qestion", "Unknown; known are question, kb, top,")]
    [InlineData("""{"question":"a","Kb":"geheim-4711"}""", "Kb", "Unknown; known are question,")]
    [InlineData("""{"question":"a","question":"geheim-4711"}""", "question", "Found twice, expected once.")]
    [InlineData("""{"question":"a","kb":7}""", "kb", "Found number, expected a text.")]
    [InlineData("""{"question":"a","top":"geheim-4711"}""", "top", "Found string, expected a whole number from 1 to 10.")]
    [InlineData("""{"question":"a","top":0}""", "top", "expected a whole number from 1 to 10.")]
    [InlineData("""{"question":"a","top":11}""", "top", "expected a whole number from 1 to 10.")]
    [InlineData("""{"question":"a","top":1.5}""", "top", "expected a whole number from 1 to 10.")]
    [InlineData("""{"question":"a","threshold":-0.1}""", "threshold", "expected a number from 0 to 1.")]
    [InlineData("""{"question":"a","threshold":60}""", "threshold", "expected a number from 0 to 1.")]
    [InlineData("""{"question":"a","threshold":1e999}""", "threshold", "expected a number from 0 to 1.")]
    [InlineData("""{"question":"a","language":"geheim-4711"}""", "language", "expected zh-Hans, zh-Hant or en.")]
    [InlineData("""{"question":"a","filters":[]}""", "filters", "Found array, expected an object.")]
    [InlineData("""{"question":"a","filters":{"metdata":[]}}""", "filters.metdata", "Unknown; known are metadata, join.")]
    [InlineData("""{"question":"a","filters":{"metadata":{}}}""", "filters.metadata", "Found object, expected a list")]
    [InlineData("""{"question":"a","filters":{"metadata":[1]}}""", "filters.metadata[0]", "Found number, expected an object.")]
    [InlineData("""{"question":"a","filters":{"metadata":[{"name":"n"}]}}""", "filters.metadata", "A condition lacks its name or value.")]
    [InlineData("""{"question":"a","filters":{"join":"geheim-4711"}}""", "filters.join", "expected 'and' or 'or'.")]
    [InlineData("""{"question":"a","context":"geheim-4711"}""", "context", "Found string, expected an object.")]
    [InlineData("""{"question":"a","context":{"previousEntryID":"x"}}""", "context.previousEntryID", "Unknown; known are previousEntryId,")]
    public async Task Faulty_member_is_named(string body, string field, string fault)
    {
        Problem problem = await Problem.AskAsync(service, body, HttpStatusCode.BadRequest);
        Assert.Equal([field], problem.Faults.Keys);
        Assert.Contains(fault, Assert.Single(problem.Faults[field]), StringComparison.Ordinal);
        Assert.DoesNotContain(UserText, problem.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"question\":\"geheim-4711 \u00ff\"}", "question")]
    [InlineData("{\"question\":\"a\",\"\u00ff\":\"geheim-4711\"}", "")]
    public async Task Bytes_that_are_no_utf8_are_refused(string body, string field)
    {
        Problem problem = await Problem.AskAsync(service, body, HttpStatusCode.BadRequest, bytes: true);
        Assert.Equal([field], problem.Faults.Keys);
        Assert.DoesNotContain(UserText, problem.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Faults_are_reported_together()
    {
        Problem problem = await Problem.AskAsync(
            service,
            """{"question":5,"kb":[],"top":99,"threshold":"x","language":"tlh","filters":{"join":"xor","z":1},"context":3,"more":0}""",
            HttpStatusCode.BadRequest);
        Assert.Equal(
            ["context", "filters.join", "filters.z", "kb", "language", "more", "question", "threshold", "top"],
            problem.Faults.Keys.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("a")]
    [InlineData("问")]
    [InlineData("\U0001F600")]
    public async Task Question_is_limited_in_characters_however_they_are_written(string character)
    {
        Assert.Equal(HttpStatusCode.OK, await AskRepeatedAsync(character, 1000));
        Problem problem = await Problem.AskAsync(
            service, $$"""{"question":"{{string.Concat(Enumerable.Repeat(character, 1001))}}"}""", HttpStatusCode.BadRequest);
        Assert.Equal("The question is longer than 1000 characters.", Assert.Single(problem.Faults["question"]));
    }

    [Fact]
    public async Task Filter_of_too_many_conditions_is_told_their_number()
    {
        string conditions = string.Join(',', Enumerable.Repeat("""{"name":"n","value":"v"}""", 21));
        Problem problem = await Problem.AskAsync(
            service, $$$"""{"question":"a","filters":{"metadata":[{{{conditions}}}]}}""", HttpStatusCode.BadRequest);
        Assert.Equal("Found 21 objects, expected at most 20.", Assert.Single(problem.Faults["filters.metadata"]));
    }

    private async Task<HttpStatusCode> AskRepeatedAsync(string character, int count)
    {
        using StringContent body = new(
            $$"""{"question":"{{string.Concat(Enumerable.Repeat(character, count))}}"}""", System.Text.Encoding.UTF8, "application/json");
        using HttpResponseMessage response = await service.Client.PostAsync(
            new Uri("api/v1/ask", UriKind.Relative), body, TestContext.Current.CancellationToken);
        return response.StatusCode;
    }
}
