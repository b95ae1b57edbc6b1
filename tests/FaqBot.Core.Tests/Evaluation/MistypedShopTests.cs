using System.Text;
using FaqBot.Core.Answering;
using FaqBot.Core.Caching;
using FaqBot.Core.Conversations;
using FaqBot.Core.Matching;
using FaqBot.Core.Redis;
using FaqBot.Core.Tests.Answering;
using FaqBot.Core.Text;
using Microsoft.Extensions.Logging.Abstractions;

namespace FaqBot.Core.Tests.Evaluation;

/// <summary>What customers of the sample shop mistype, write in pinyin, or ask two at a time.</summary>
public sealed class MistypedShopTests(AskedShop shop) : IClassFixture<AskedShop>, IAsyncDisposable
{
    private readonly ReplyCache _cache = ReplyCache.Open(new CacheOptions(), TimeProvider.System, NullLoggerFactory.Instance);

    private readonly LastAnswers _lastAnswers =
        LastAnswers.Open(new ConversationOptions(), new RedisOptions(), TimeProvider.System, NullLoggerFactory.Instance);

    private const string Nobody = "-";

    // Slips are typed by choosing the wrong word of an input method: it does not offer what hardly anybody writes.
    private const int CommonWordsOnly = 8_000;

    private static readonly Rune[] Typed =
    [
        .. CommonWords.ChineseWords.Where(word => word.Rank < CommonWordsOnly)
            .SelectMany(word => new[] { TermAnalyzer.PairOf(word.Pair).First, TermAnalyzer.PairOf(word.Pair).Second })
            .Distinct().Where(rune => Pinyin.ReadingsOf(rune).Length > 0).OrderBy(rune => rune.Value),
    ];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Ask_stored_questions_in_pinyin_finds_their_entries(bool blanks)
    {
        FaqCatalog catalog = shop.Published.Catalog;
        (string Text, string Entry)[] asked =
        [
            .. catalog.Questions.Where(question => IsChinese(question.Text)
                && EntryFilter.None.Allows(catalog.Entries[question.Entry], null, TimeProvider.System.GetUtcNow()))
                .Select(question => (question.Text, catalog.Entries[question.Entry].Id)),
        ];
        Assert.True(asked.Length > 800, $"{asked.Length} questions");
        double share = await ShareRightAsync([.. asked.Select(item => (InPinyin(item.Text, blanks), item.Entry))]);
        Assert.True(share >= 0.95, $"{share:P1} right");
    }

    [Fact]
    public async Task Ask_other_questions_in_pinyin_finds_most_entries()
    {
        (string Text, string Entry)[] asked =
            [.. Labelled().Where(item => IsChinese(item.Text)).Select(item => (InPinyin(item.Text, blanks: false), item.Entry))];
        double share = await ShareRightAsync(asked);
        Assert.True(share >= 0.78, $"{share:P1} right");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Ask_questions_with_one_slip_finds_nearly_as_many_entries(bool chinese)
    {
        (string Text, string Slip, string Entry)[] asked =
        [
            .. Labelled().Where(item => IsChinese(item.Text) == chinese)
                .Select(item => (item.Text, Slip: chinese ? WithSoundAlike(item.Text) : WithWrongLetter(item.Text), item.Entry))
                .Where(item => item.Slip != item.Text),
        ];
        Assert.True(asked.Length > 80, $"{asked.Length} questions");
        double clean = await ShareRightAsync([.. asked.Select(item => (item.Text, item.Entry))]);
        double slip = await ShareRightAsync([.. asked.Select(item => (item.Slip, item.Entry))]);
        Assert.True(slip >= clean - 0.03, $"{slip:P1} right with a slip, {clean:P1} without");
    }

    [Fact]
    public async Task Ask_two_things_at_once_offers_both_and_one_thing_is_not_taken_apart()
    {
        int compound = 0, offered = 0, alone = 0, apart = 0;
        foreach (string[] row in Rows("shop.clauses.tsv"))
        {
            Explanation explanation = await AskAsync(row[0]);
            string[] expected = row[1].Split('|');
            string[] suggested =
            [
                .. explanation.Decision != Decision.Suggestions ? [] : MatchPolicy.SuggestionsOf(
                    [.. explanation.Entries.Select(entry => entry.Ranked)]).Select(IdOf),
            ];
            if (expected.Length > 1)
            {
                compound++;
                offered += expected.Count(suggested.Contains) > 1 ? 1 : 0;
            }
            else
            {
                alone++;
                apart += explanation.Clauses.Count > 0 ? 1 : 0;
            }
        }

        Assert.True(compound >= 40 && offered >= 0.8 * compound, $"{offered} of {compound} offered");
        Assert.True(alone >= 30 && apart <= 0.07 * alone, $"{apart} of {alone} taken apart");
    }

    [Theory]
    [InlineData("cancle my order", "cancel my order", "order-cancel")]
    [InlineData("退款多久倒账？", "退款多久到账?", "refund-time")]
    public async Task Ask_slip_of_a_stored_question_is_answered_nearly_surely(string typed, string meant, string entry)
    {
        Explanation explanation = await AskAsync(typed);
        Assert.Equal((entry, Decision.Answer, meant), (IdOf(explanation.Entries[0].Ranked), explanation.Decision, explanation.SearchedFor));
        Assert.InRange(explanation.Entries[0].Ranked.Confidence, 0.95, 0.99);
        Assert.NotNull(explanation.Exact);
        Assert.False(explanation.Correction!.IsPinyin);
    }

    [Fact]
    public async Task Ask_clauses_are_encoded_at_once()
    {
        List<(string Text, TaskCompletionSource<AskedText> Encoding)> waiting = [];
        ValueTask<Explanation> asked = Explanation.OfAsync(
            shop.Published, Question.Parse("发票怎么弄？另外退款几天能收到"), EntryFilter.None, AskedShop.Policy, TimeProvider.System.GetUtcNow(),
            (text, _) =>
            {
                waiting.Add((text, new TaskCompletionSource<AskedText>()));
                return new ValueTask<AskedText>(waiting[^1].Encoding.Task);
            },
            []);
        Assert.Equal(3, waiting.Count);
        float[] vector = shop.Published.Catalog.Vectors[0].ToArray();
        waiting.ForEach(item => item.Encoding.SetResult(new AskedText(item.Text, vector)));
        Assert.NotEmpty((await asked).Entries);
    }

    [Fact]
    public async Task Answer_two_things_comes_out_of_the_cache_as_it_went_in()
    {
        Reply first = await ReplyAsync("发票怎么弄出来？另外退款几天能收到"), again = await ReplyAsync("发票怎么弄出来？另外退款几天能收到");
        Assert.Equal((Decision.Suggestions, false), (first.Decision, first.Cached));
        Assert.Equal(["invoice-issue", "refund-time"], first.Suggestions.Take(2).Select(candidate => candidate.EntryId));
        Assert.True(again.Cached);
        Assert.Equal(first.Suggestions, again.Suggestions);
    }

    [Theory]
    [InlineData(null, "退")]
    [InlineData(Language.English, "refund")]
    public async Task Answer_pinyin_is_in_Chinese_unless_another_language_is_stated(Language? stated, string word)
    {
        Reply reply = await ReplyAsync("tuikuan duojiu daozhang", stated);
        Assert.Equal("refund-time", reply.Answer?.EntryId);
        Assert.Contains(word, reply.Answer!.Text, StringComparison.OrdinalIgnoreCase);
    }

    public async ValueTask DisposeAsync()
    {
        await _cache.DisposeAsync();
        await _lastAnswers.DisposeAsync();
    }

    private async ValueTask<Reply> ReplyAsync(string text, Language? stated = null)
    {
        Answerer answerer = new(
            shop.Catalogs, new AnsweringOptions { SmallTalkKnowledgeBase = "" }, _cache, _lastAnswers, TimeProvider.System)
        {
            Load = PatientLoad.Policy,
        };
        return await answerer.AnswerAsync(
            new Ask(Question.Parse(text, language: stated), "shop", EntryFilter.None, Ranking.MaxEntries, null),
            TestContext.Current.CancellationToken);
    }

    private async Task<double> ShareRightAsync((string Text, string Entry)[] asked)
    {
        int right = 0;
        foreach ((string text, string entry) in asked)
        {
            Explanation explanation = await AskAsync(text);
            right += explanation.Entries.Count > 0 && IdOf(explanation.Entries[0].Ranked) == entry ? 1 : 0;
        }

        return (double)right / asked.Length;
    }

    private ValueTask<Explanation> AskAsync(string text) => Explanation.OfAsync(
        shop.Published, Question.Parse(text), EntryFilter.None, AskedShop.Policy, TimeProvider.System.GetUtcNow(),
        (encoded, toJudge) => shop.Published.Encoder.EncodeAsync(encoded, toJudge, TestContext.Current.CancellationToken), []);

    private string IdOf(RankedEntry ranked) => shop.Published.Catalog.Entries[ranked.Entry].Id;

    private static IEnumerable<(string Text, string Entry)> Labelled() =>
        Rows("shop.queries.tsv").Where(row => row[1] != Nobody).Select(row => (row[0], row[1]));

    private static IEnumerable<string[]> Rows(string file) =>
        File.ReadLines(Path.Combine(Repository.Root, "tests", "data", file)).Skip(1).Select(line => line.Split('\t'));

    private static bool IsChinese(string text) => LanguageGuess.Of(text) is Language.SimplifiedChinese or Language.TraditionalChinese;

    private static string InPinyin(string text, bool blanks) => string.Join(
        blanks ? " " : "", SimplifiedChinese.Of(TextNormalizer.Clean(text)).EnumerateRunes().Select(rune =>
            Pinyin.ReadingsOf(rune) is [var usual, ..] ? Pinyin.Syllable(usual) : rune.ToString()));

    /// <summary>A text with another letter in one of its longer words; which, its hash says.</summary>
    private static string WithWrongLetter(string text)
    {
        uint hash = HashOf(text);
        TextWord[] words =
            [.. TextWords.Of(text).Where(word => word.End - word.Start >= 5 && text[word.Start..word.End].All(char.IsAsciiLetterLower))];
        if (words.Length == 0)
        {
            return text;
        }

        TextWord chosen = words[hash % words.Length];
        int at = chosen.Start + (int)(hash / 7 % (uint)(chosen.End - chosen.Start));
        char other = (char)('a' + ((text[at] - 'a' + 1 + (hash / 91 % 25)) % 26));
        return $"{text[..at]}{other}{text[(at + 1)..]}";
    }

    /// <summary>A text with another character of the same sound; which, its hash says.</summary>
    private static string WithSoundAlike(string text)
    {
        uint hash = HashOf(text);
        TextWord[] words = [.. TextWords.Of(text).Where(word => TextWords.IsHan(text, word))];
        for (int i = 0; i < words.Length; i++)
        {
            TextWord word = words[(hash + i) % words.Length];
            ushort[] readings = Pinyin.ReadingsOf(Rune.GetRuneAt(word.Key, 0)).ToArray();
            Rune[] alike = readings.Length == 0
                ? [] : [.. Typed.Where(rune => rune.ToString() != word.Key && Pinyin.ReadingsOf(rune)[0] == readings[0])];
            if (alike.Length > 0)
            {
                return $"{text[..word.Start]}{alike[hash / 13 % alike.Length]}{text[word.End..]}";
            }
        }

        return text;
    }

    private static uint HashOf(string text) => text.Aggregate(2166136261, (hash, character) => (hash ^ character) * 16777619);
}
