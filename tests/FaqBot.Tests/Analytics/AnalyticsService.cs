using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using FaqBot.Tests.BotFramework;
using FaqBot.Tests.Running;

namespace FaqBot.Tests.Analytics;

/// <summary>A service whose admin routes are open, with every way in.</summary>
public sealed partial class AnalyticsService(SampleDatabase sample) : BotServiceBase(sample)
{
    public const string AdminKey = "the-admin-key-of-the-tests";

    protected override IEnumerable<(string Path, string Value)> Registration =>
    [
        ("Bot:AppId", AppId), ("Bot:Password", Secret), ("Bot:TenantId", Tenant), ("Admin:Key", AdminKey), ("Judge:Folder", ""),
        ("QuestionLog:Excluded:0", "quiet"),
    ];

    internal string LogFile => PathOf("faq.questions.db");

    internal override IEnumerable<KnowledgeDraft> MoreKnowledge() =>
        [new KnowledgeDraft("quiet", new DraftEntry("one", "What is kept?", "Nothing."))];

    /// <summary>Gets a document of the admin.</summary>
    internal async Task<(HttpStatusCode Status, string Text, string? Type)> GetAsync(string path, string? key = AdminKey)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, path);
        request.Headers.Authorization = key is null ? null : new("Bearer", key);
        using HttpResponseMessage response = await Client.SendAsync(request, TestContext.Current.CancellationToken);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
            response.Content.Headers.ContentType?.ToString());
    }

    internal async Task<byte[]> BytesAsync(string path)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, path);
        request.Headers.Authorization = new("Bearer", AdminKey);
        using HttpResponseMessage response = await Client.SendAsync(request, TestContext.Current.CancellationToken);
        return await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
    }

    internal async Task<JsonElement> OkAsync(string path)
    {
        (HttpStatusCode status, string text, _) = await GetAsync(path);
        Assert.True(status == HttpStatusCode.OK, $"{status}: {text}\n{Process.Log}");
        return JsonElement.Parse(text);
    }

    /// <summary>Questions of a knowledge base by the totals, of one channel or of all.</summary>
    internal async Task<long> AskedAsync(string kb, string? channel = null)
    {
        JsonElement days = await OkAsync($"api/v1/kbs/{kb}/analytics/days" + (channel is null ? "" : $"?channel={channel}"));
        return days.GetProperty("days").EnumerateArray().Sum(day => day.GetProperty("asked").GetInt64());
    }

    /// <summary>A counter of /metrics, summed over all its series that hold a text.</summary>
    internal async Task<double> CounterAsync(string name, string holding = "")
    {
        string text = await Client.GetStringAsync(new Uri("metrics", UriKind.Relative), TestContext.Current.CancellationToken);
        return Sample().Matches(text).Where(match => match.Groups[1].Value.StartsWith(name, StringComparison.Ordinal)
                && match.Groups[1].Value.Contains(holding, StringComparison.Ordinal))
            .Sum(match => double.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture));
    }

    [GeneratedRegex(@"^([a-z_]+(?:\{[^}]*\})?) (\S+)", RegexOptions.Multiline)]
    private static partial Regex Sample();
}
