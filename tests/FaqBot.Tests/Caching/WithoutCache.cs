using FaqBot.Tests.Running;

namespace FaqBot.Tests.Caching;

/// <summary>A service without a cache: what questions must be answered.</summary>
/// <param name="sample">The database to copy.</param>
public sealed class WithoutCache(SampleDatabase sample) : SampleService(sample)
{
    public static IReadOnlyList<string> Questions { get; } =
    [
        "开票的公司名字弄错了", "發票抬頭打錯了", "wrong title on my invoice", "包裹三天没动了", "how long until my refund arrives",
        "可以换个收货地址吗", "今天天气怎么样", "coupon does not work", "忘记登录密码怎么办呀", "do you ship to Hong Kong",
    ];

    /// <summary>The database, which other services may open too.</summary>
    public string Database => PathOf("faq.db");

    protected override IEnumerable<(string Path, string Value)> Options =>
        [("Cache:Enabled", "false"), ("Answering:SmallTalkKnowledgeBase", "")];

    /// <summary>Asks every question twice.</summary>
    /// <param name="client">A client with the service's address.</param>
    /// <returns>The replies, by question.</returns>
    public static async Task<string[]> AskAllAsync(HttpClient client)
    {
        List<string> essences = [];
        foreach (string question in Questions.Concat(Questions))
        {
            essences.Add((await client.AskAsync(question)).Essence());
        }

        return [.. essences];
    }
}
