using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using FaqBot.Tests.Running;

namespace FaqBot.Tests.DirectLine;

/// <summary>Files: taken in, since clients would offer to send them again for ever, and answered by a request for words.</summary>
[Collection(DirectLineCollection.Name)]
public sealed class UploadTests(DirectLineService service)
{
    [Fact]
    public async Task File_is_answered_by_a_request_for_words()
    {
        Talk talk = await service.Client.TalkAsync();
        int before = (await talk.ReadAsync()).Length;
        DirectLineReply reply = await UploadAsync(
            talk, new { type = "message", from = new { id = "x" }, locale = "en-US", channelData = new { clientActivityID = "one" } });
        string id = reply.Ok("id");
        JsonElement[] said = (await talk.ReadAsync())[before..];
        Assert.Equal(2, said.Length);
        Assert.Equal((id, "one"),
            (said[0].GetProperty("id").GetString(), said[0].GetProperty("channelData").GetProperty("clientActivityID").GetString()));
        Assert.Equal("photo.png", Assert.Single(said[0].GetProperty("attachments").EnumerateArray()).GetProperty("name").GetString());
        Assert.Equal(("Please ask in words.", id), (said[1].GetProperty("text").GetString(), said[1].GetProperty("replyToId").GetString()));
    }

    [Fact]
    public async Task Words_beside_a_file_are_answered_and_a_file_alone_needs_no_activity()
    {
        Talk talk = await service.Client.TalkAsync();
        (await UploadAsync(talk, new { type = "message", from = new { id = "x" }, text = "怎么申请退货？" })).Ok("id");
        Assert.Contains("7 天内", (await talk.ReadAsync())[^1].GetProperty("text").GetString(), StringComparison.Ordinal);
        (await UploadAsync(talk, null)).Ok("id");
        Assert.Equal("Please ask in words.", (await talk.ReadAsync())[^1].GetProperty("text").GetString());
        object[] files = [new { name = "a.pdf" }];
        (await talk.PostAsync(new { type = "message", from = new { id = "x" }, locale = "zh-TW", attachments = files })).Ok("id");
        Assert.Equal("請用文字提問。", (await talk.ReadAsync())[^1].GetProperty("text").GetString());
    }

    [Fact]
    public async Task Body_that_is_none_is_refused()
    {
        Talk talk = await service.Client.TalkAsync();
        (await UploadAsync(talk, new { from = new { id = "x" } })).Is(HttpStatusCode.BadRequest, "MissingProperty");
        (await UploadAsync(talk, new { type = "message", from = new { id = "x" }, text = new string('x', 300_000) }))
            .Is(HttpStatusCode.RequestEntityTooLarge, "MessageSizeTooBig");
        using StringContent cut = new("--b\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\nabc");
        cut.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=b");
        (await SendAsync(talk, cut)).Is(HttpStatusCode.BadRequest, "BadArgument");
    }

    private static async Task<DirectLineReply> UploadAsync(Talk talk, object? activity)
    {
        using MultipartFormDataContent form = [];
        if (activity is not null)
        {
            StringContent part = new(JsonSerializer.Serialize(activity, JsonSerializerOptions.Web));
            part.Headers.ContentType = new("application/vnd.microsoft.activity");
            form.Add(part, "activity", "blob");
        }

        form.Add(new ByteArrayContent(new byte[1_000_000]), "file", "photo.png");
        return await SendAsync(talk, form);
    }

    private static async Task<DirectLineReply> SendAsync(Talk talk, HttpContent content)
    {
        using HttpRequestMessage request =
            new(HttpMethod.Post, $"{DirectLineCalls.Root}conversations/{talk.Id}/upload?userId=x") { Content = content };
        request.Headers.Authorization = new("Bearer", talk.Token);
        using HttpResponseMessage response = await talk.Client.SendAsync(request, TestContext.Current.CancellationToken);
        string text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return new DirectLineReply(response.StatusCode, JsonElement.Parse(text), null);
    }
}
