using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using FaqBot.Tests.Running;

namespace FaqBot.Tests.Authoring;

/// <summary><c>…/import</c> and <c>…/export</c>: files of other services into the working copy, and out of it.</summary>
[Collection(EditingCollection.Name)]
public sealed class ImportRouteTests(EditingService service)
{
    private const string Rows = "Question\tAnswer\tSource\nMay I bring my dog along?\tYes, on a lead.\tpets.tsv\n"
        + "Is there a dining car?\tBetween coaches 4 and 5.\tpets.tsv\n";

    [Fact]
    public async Task Import_is_one_change_set_that_a_dry_run_foretells_and_undo_takes_back()
    {
        string path = await service.BeginAsync();
        JsonElement before = await service.CallAsync(HttpMethod.Get, $"{path}/draft");
        JsonElement dry = await ImportAsync(path, "dryRun=true&filename=pets.tsv", Rows);
        Assert.Equal(2, dry.GetProperty("report").GetProperty("new").GetInt32());
        Assert.Equal(JsonValueKind.Null, dry.GetProperty("change").ValueKind);
        Assert.Equal(before.GetRawText(), (await service.CallAsync(HttpMethod.Get, $"{path}/draft")).GetRawText());

        JsonElement done = await ImportAsync(path, "filename=pets.tsv", Rows);
        JsonElement[] fates = [.. done.GetProperty("report").GetProperty("entries").EnumerateArray()];
        Assert.Equal(["new", "new", "missing", "missing", "missing"], fates.Select(fate => fate.GetProperty("change").GetString()));
        Assert.Equal([2, 3], fates.Take(2).Select(fate => fate.GetProperty("rows")[0].GetProperty("row").GetInt32()));
        Assert.Equal(before.GetProperty("revision").GetInt32() + 1, done.GetProperty("revision").GetInt32());
        JsonElement change = done.GetProperty("change");
        Assert.Equal("import:pets.tsv", change.GetProperty("origin").GetString());
        Assert.Equal(5, (await service.CallAsync(HttpMethod.Get, $"{path}/draft")).GetProperty("entries").GetInt32());
        await Eventually.TrueAsync("the draft answers", TimeSpan.FromMinutes(1), async () =>
            await service.TestAnswerAsync(path, "May I bring my dog along?") == "Yes, on a lead.");

        await service.CallAsync(HttpMethod.Post, $"{path}/changes/{change.GetProperty("number").GetInt32()}/undo");
        Assert.Equal(3, (await service.CallAsync(HttpMethod.Get, $"{path}/draft")).GetProperty("entries").GetInt32());
    }

    [Fact]
    public async Task Several_files_in_the_encodings_of_spreadsheets_are_one_input_with_a_mapping()
    {
        string path = await service.BeginAsync();
        System.Text.Encoding.RegisterProvider(System.Text.CodePagesEncodingProvider.Instance);
        using MultipartFormDataContent parts = [];
        parts.Add(new ByteArrayContent(System.Text.Encoding.GetEncoding("GB18030").GetBytes(
            "提问,回复,部门\n怎么办理火车票退票手续？,请到车站窗口办理。,票务部\n行李超重了应该怎么处理？,请先到行李房称重。,行李部\n")), "file", "常见问题.csv");
        parts.Add(new StringContent("提问,回复,部门\n候车室有没有热水？,有，在检票口旁边。,客运部\n"), "file", "再来.csv");
        parts.Add(new StringContent("question=提问"), "columns");
        parts.Add(new StringContent("answer=回复"), "columns");
        parts.Add(new StringContent("team=部门"), "columns");
        parts.Add(new StringContent("客服整理"), "note");
        JsonElement done = await SendAsync($"{path}/import", parts, HttpStatusCode.OK);
        Assert.Equal(3, done.GetProperty("report").GetProperty("new").GetInt32());
        Assert.Equal("客服整理", done.GetProperty("change").GetProperty("note").GetString());
        Assert.Equal(
            ["GB18030", "UTF-8"],
            done.GetProperty("report").GetProperty("files").EnumerateArray()
                .Select(file => file.GetProperty("encoding").GetString()!.ToUpperInvariant()));
        JsonElement entry = (await service.CallAsync(HttpMethod.Get, $"{path}/entries?metadata=team:行李部")).GetProperty("entries")[0];
        Assert.Contains("行李超重了", entry.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Modes_replace_what_they_say()
    {
        string path = await service.BeginAsync();
        await ImportAsync(path, "filename=pets.tsv", Rows);
        const string Fewer = "Question\tAnswer\nMay I bring my dog along?\tNo dogs at all.\n";
        await ImportAsync(path, "mode=replace-source&source=pets.tsv&filename=x.tsv", Fewer);
        Assert.Equal(4, (await service.CallAsync(HttpMethod.Get, $"{path}/draft")).GetProperty("entries").GetInt32());
        JsonElement all = await ImportAsync(path, "mode=replace-all&filename=x.tsv", Fewer);
        Assert.Equal(3, all.GetProperty("report").GetProperty("removed").GetInt32());
        JsonElement left = await service.CallAsync(HttpMethod.Get, $"{path}/entries");
        Assert.Equal("No dogs at all.", Assert.Single(left.GetProperty("entries").EnumerateArray()).GetProperty("entry")
            .GetProperty("answer").GetString());
    }

    [Theory]
    [InlineData("strict=true&filename=x.tsv", "Question\tAnswer\nWhere is platform nine?\t\nWhere is platform ten?\tLeft.\n", "strict")]
    [InlineData("filename=x.tsv", "Question\tAnswer\nWhere is platform nine?\t\n", "Nothing of the input")]
    public async Task Refused_input_changes_nothing_and_comes_with_its_report(string query, string rows, string said)
    {
        string path = await service.BeginAsync();
        string before = (await service.CallAsync(HttpMethod.Get, $"{path}/draft")).GetRawText();
        JsonElement problem = await SendAsync($"{path}/import?{query}", new StringContent(rows), HttpStatusCode.BadRequest);
        Assert.Equal("import_refused", problem.GetProperty("code").GetString());
        Assert.Contains(said, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        JsonElement place = problem.GetProperty("report").GetProperty("notes")[0].GetProperty("place");
        Assert.Equal((2, "Answer"), (place.GetProperty("row").GetInt32(), place.GetProperty("column").GetString()));
        Assert.Equal(before, (await service.CallAsync(HttpMethod.Get, $"{path}/draft")).GetRawText());
    }

    [Fact]
    public async Task Columns_that_were_named_once_are_offered_with_the_next_table_of_the_header()
    {
        string path = await service.BeginAsync();
        const string table = "they say,we say,team\nIs there a café?,In coach 5.,catering\n";
        await SendAsync(
            $"{path}/import?filename=a.csv&columns=question=they%20say&columns=answer=we%20say&columns=team=team",
            new StringContent(table), HttpStatusCode.OK);
        JsonElement report = (await SendAsync(
            $"{path}/import?filename=b.csv&dryRun=true", new StringContent(table.Replace("café", "bar", StringComparison.Ordinal)),
            HttpStatusCode.OK)).GetProperty("report");
        JsonElement mapped = report.GetProperty("mapped")[0];
        Assert.Equal(
            ["question=they say", "answer=we say", "team=team"],
            mapped.GetProperty("columns").EnumerateArray().Select(column => column.GetString()));
        Assert.Equal(("admin", "b.csv"), (
            mapped.GetProperty("rememberedFrom").GetString(), mapped.GetProperty("table").GetProperty("file").GetString()));
        Assert.Equal(1, report.GetProperty("noteCounts").GetProperty("columnsRemembered").GetInt32());
        report = (await SendAsync(
            $"{path}/import?filename=b.csv&dryRun=true&columns=detect", new StringContent(table), HttpStatusCode.OK)).GetProperty("report");
        Assert.Equal(0, report.GetProperty("mapped").GetArrayLength());
        JsonElement found = report.GetProperty("tables")[0];
        Assert.Equal("unknown", found.GetProperty("origin").GetString());
        Assert.Equal(["they say", "we say", "team"], found.GetProperty("names").EnumerateArray().Select(name => name.GetString()));
    }

    [Fact]
    public async Task What_is_wrong_with_the_request_is_told_at_once()
    {
        string path = await service.BeginAsync();
        JsonElement problem = await SendAsync(
            $"{path}/import?mode=add&encoding=latin&languages=fr&columns=question&dryRun=yes&revision=new", new StringContent(Rows),
            HttpStatusCode.BadRequest);
        Assert.Equal(
            ["columns", "dryRun", "encoding", "languages", "mode", "revision"],
            problem.GetProperty("errors").EnumerateObject().Select(error => error.Name).Order());
        Assert.Equal("revision_moved", (await SendAsync(
            $"{path}/import?revision=1", new StringContent(Rows), HttpStatusCode.Conflict)).GetProperty("code").GetString());
        Assert.Equal("import_refused", (await SendAsync(
            $"{path}/import", new ByteArrayContent([0, 1, 2, 3, 0xff, 0xfe, 0, 0]), HttpStatusCode.BadRequest))
            .GetProperty("code").GetString());
        await SendAsync($"{path}/import", new ByteArrayContent([]), HttpStatusCode.BadRequest);
        using MultipartFormDataContent none = [];
        none.Add(new StringContent("merge"), "mode");
        await SendAsync($"{path}/import", none, HttpStatusCode.BadRequest);
        using StringContent broken = new("--x\r\nContent-Disposition: form-data; name=\"a\"; filename=\"b\"\r\n\r\nhalf");
        broken.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=x");
        await SendAsync($"{path}/import", broken, HttpStatusCode.BadRequest);
        await SendAsync("api/v1/kbs/nobody/import", new StringContent(Rows), HttpStatusCode.NotFound);
        await SendAsync("api/v1/kbs/No%20body/import?create=true", new StringContent(Rows), HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Limits_are_told_before_anything_is_sent()
    {
        JsonElement settings = await service.CallAsync(HttpMethod.Get, "api/v1/service");
        Assert.Equal(100 << 20, settings.GetProperty("maxImportBytes").GetInt32());
        JsonElement route = (await service.CallAsync(HttpMethod.Get, "openapi/v1.json")).GetProperty("paths")
            .GetProperty("/api/v1/kbs/{kb}/import").GetProperty("post");
        Assert.Contains(
            "104857600 bytes, 268435456 once archives are unpacked, 500000 rows and 500 columns",
            route.GetProperty("description").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bodies_are_bounded_and_so_is_what_archives_become()
    {
        string path = await service.BeginAsync();
        using MemoryStream archive = new();
        using (ZipArchive zip = new(archive, ZipArchiveMode.Create, leaveOpen: true))
        using (Stream entry = zip.CreateEntry("QnAs.tsv").Open())
        {
            byte[] zeros = new byte[1 << 20];
            for (int i = 0; i < 300; i++)
            {
                entry.Write(zeros);
            }
        }

        await SendAsync($"{path}/import", new ByteArrayContent(archive.ToArray()), HttpStatusCode.RequestEntityTooLarge);
        using HttpRequestMessage request = new(HttpMethod.Post, $"{path}/import");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", EditingService.Key);
        request.Headers.ExpectContinue = true;
        request.Content = new ByteArrayContent(new byte[(100 << 20) + 1]);
        using HttpResponseMessage response = await service.Client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);

        // More than other bodies of these routes may have.
        string rows = string.Concat(Enumerable.Range(0, 300).Select(i => $"Is number {i} here?\tNumber {i} {new string('x', 20_000)}\n"));
        JsonElement many = await ImportAsync(path, "dryRun=true&filename=x.tsv", "Question\tAnswer\n" + rows);
        Assert.Equal(300, many.GetProperty("report").GetProperty("new").GetInt32());
    }

    [Theory]
    [InlineData("json", "application/json", "json")]
    [InlineData("cqa-json", "application/json", "json")]
    [InlineData("cqa-tsv", "text/tab-separated-values", "tsv")]
    [InlineData("cqa-xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx")]
    [InlineData("cqa-zip", "application/zip", "zip")]
    [InlineData("qna", "text/plain", "qna")]
    [InlineData("csv", "text/csv", "csv")]
    public async Task Export_is_imported_as_it_was(string format, string type, string extension)
    {
        string path = await service.BeginAsync(), copy = $"{path}-{format}";
        using HttpResponseMessage exported = await service.SendAsync(HttpMethod.Get, $"{path}/export?format={format}&of=production");
        Assert.Equal(type, exported.Content.Headers.ContentType!.MediaType);
        Assert.Equal($"{path.Split('/')[^1]}.{extension}", exported.Content.Headers.ContentDisposition!.FileName);
        byte[] file = await exported.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        JsonElement done = await SendAsync(
            $"{copy}/import?create=true&filename=x.{extension}", new ByteArrayContent(file), HttpStatusCode.OK);
        Assert.Equal(3, done.GetProperty("report").GetProperty("new").GetInt32());
        Assert.Equal(1, done.GetProperty("revision").GetInt32());
        Assert.Equal(await ContentAsync(path), await ContentAsync(copy));
    }

    [Fact]
    public async Task Export_says_what_its_format_cannot_hold()
    {
        string path = await service.BeginAsync();
        await service.CallAsync(
            HttpMethod.Patch, $"{path}/entries/seat", new { notThis = new[] { "Where is my seat?" } }, HttpStatusCode.OK,
            ("If-Match", "*"));
        JsonElement notes = await service.CallAsync(HttpMethod.Get, $"{path}/export?format=qna&notes=true");
        Assert.Contains("counter-examples", Assert.Single(notes.GetProperty("notes").EnumerateArray()).GetProperty("text").GetString(),
            StringComparison.Ordinal);
        await service.CallAsync(HttpMethod.Get, $"{path}/export?format=word&of=x&language=fr", null, HttpStatusCode.BadRequest);
    }

    private async Task<string[]> ContentAsync(string path) =>
    [
        .. (await service.CallAsync(HttpMethod.Get, $"{path}/entries")).GetProperty("entries").EnumerateArray()
            .Select(entry => entry.GetProperty("entry")).Select(entry =>
                $"{entry.GetProperty("question").GetString()} {entry.GetProperty("answer").GetString()}"),
    ];

    private Task<JsonElement> ImportAsync(string path, string query, string rows) =>
        SendAsync($"{path}/import?{query}", new StringContent(rows), HttpStatusCode.OK);

    private async Task<JsonElement> SendAsync(string path, HttpContent content, HttpStatusCode expected)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, path) { Content = content };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", EditingService.Key);
        using HttpResponseMessage response = await service.Client.SendAsync(request, TestContext.Current.CancellationToken);
        string text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.StatusCode == expected, $"{response.StatusCode}: {text}");
        return JsonElement.Parse(text);
    }
}
