using FaqBot.Core.Answering;
using FaqBot.Core.Matching;
using FaqBot.Core.Tests.Matching;
using FaqBot.Encoding.ModelFiles;
using FaqBot.Encoding.Running;

namespace FaqBot.Core.Tests.Answering;

public sealed class QuestionJudgeTests(BundledJudge bundled) : IClassFixture<BundledJudge>
{
    private static readonly string[] Stored = ["怎么取消订单", "怎么修改订单", "How do I cancel my order?", "运费多少"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ScoreAsync_gives_what_the_judge_gives_for_the_stored_questions()
    {
        using QuestionJudge judge = bundled.Load();
        FaqCatalog catalog = Catalogs.Build([.. Stored.Select((text, i) => Catalogs.Entry($"e{i}", text))]);
        AskedText asked = await bundled.Encoder.EncodeAsync("订单不想要了，怎么取消", toJudge: true, Cancellation);
        float[] logits = await judge.ScoreAsync(catalog, asked, [3, 0, 1, 2], Cancellation);

        using Judge model = Judge.Load(BundledJudge.Folder, new EncoderOptions());
        float[] expected = new float[4];
        JudgedText[] texts = [.. JudgedText.Encode(bundled.Encoder.Model!, ["运费多少", "怎么取消订单", "怎么修改订单", "How do I cancel my order?"])];
        model.Score([.. texts.Select(text => (asked.Judged!, text))], expected);
        Assert.All(logits.Zip(expected), pair => Assert.Equal(pair.Second, pair.First, 0.02f));
        Assert.True(logits[1] > 0 && logits[1] > logits[2] && logits[1] > logits[0], string.Join(' ', logits));
        Assert.Equal(model.Identity, judge.Identity);
    }

    [Fact]
    public async Task Score_of_texts_that_were_not_encoded_for_it_is_refused()
    {
        using QuestionJudge judge = bundled.Load();
        AskedText asked = await bundled.Encoder.EncodeAsync("怎么取消订单", toJudge: false, Cancellation);
        Assert.Null(asked.Judged);
        Assert.Throws<InvalidOperationException>(() => judge.Score(asked, []));
        Assert.Empty(judge.Score([]));
    }

    [Fact]
    public async Task ReadAsync_texts_that_are_asked_for_at_the_same_time_are_encoded_once()
    {
        using QuestionJudge judge = bundled.Load();
        Task<JudgedText[]>[] readers =
            [.. Enumerable.Range(0, 8).Select(_ => Task.Run(async () => await judge.ReadAsync(Stored, Cancellation), Cancellation))];
        JudgedText[][] read = await Task.WhenAll(readers);
        Assert.All(read, texts => Assert.All(texts.Zip(read[0]), pair => Assert.Same(pair.Second, pair.First)));

        // A text twice in one request, and one that is kept.
        JudgedText[] again = await judge.ReadAsync([Stored[1], "新问题", "新问题", Stored[1]], Cancellation);
        Assert.Same(read[0][1], again[0]);
        Assert.Same(again[1], again[2]);
        Assert.Same(again[0], again[3]);
    }

    [Fact]
    public async Task ReadAsync_gives_the_vector_of_the_encoder()
    {
        using QuestionJudge judge = bundled.Load();
        JudgedText read = (await judge.ReadAsync(["怎么取消订单"], Cancellation))[0];
        float[] vector = new float[bundled.Encoder.Identity.Dimensions];
        bundled.Encoder.Model!.Encode(["怎么取消订单"], vector, cancellationToken: Cancellation);
        Assert.All(vector.Zip(read.Vector.ToArray()), pair => Assert.Equal(pair.First, pair.Second, 1e-4f));
    }

    [Fact]
    public async Task ReadAsync_keeps_no_more_than_its_memory()
    {
        string[] texts = [.. Enumerable.Range(10, 60).Select(number => $"question number {number}")];
        JudgedText one;
        using (QuestionJudge measured = bundled.Load())
        {
            one = (await measured.ReadAsync([texts[0]], Cancellation))[0];
        }

        using QuestionJudge judge = bundled.Load(cacheBytes: 10 * one.Bytes);
        List<JudgedText> first = [];
        foreach (string text in texts)
        {
            first.AddRange(await judge.ReadAsync([text], Cancellation));
        }

        int kept = 0;
        foreach ((string text, JudgedText before) in texts.Zip(first))
        {
            kept += ReferenceEquals(before, (await judge.ReadAsync([text], Cancellation))[0]) ? 1 : 0;
        }

        Assert.InRange(kept, 0, 10);
    }

    [Fact]
    public async Task ReadAsync_encoder_that_is_gone_fails_for_all_who_wait_and_every_time()
    {
        LoadedEncoder encoder = LoadedEncoder.Load(Repository.BundledModel, new EncoderOptions());
        using QuestionJudge judge = QuestionJudge.Load(BundledJudge.Folder, encoder, new EncoderOptions(), 1 << 20)!;
        JudgedText kept = (await judge.ReadAsync([Stored[0]], Cancellation))[0];
        encoder.Release();
        await encoder.Unloaded;
        for (int time = 0; time < 2; time++)
        {
            await Assert.ThrowsAsync<ObjectDisposedException>(async () => await judge.ReadAsync(Stored, Cancellation));
        }

        Assert.Same(kept, (await judge.ReadAsync([Stored[0]], Cancellation))[0]);
    }

    [Fact]
    public async Task ReadAsync_reader_who_goes_does_not_stop_the_others()
    {
        using QuestionJudge judge = bundled.Load();
        using CancellationTokenSource gone = new();
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await judge.ReadAsync(["谁先走"], gone.Token));
        Assert.Single(await judge.ReadAsync(["谁先走"], Cancellation));
    }

    [Fact]
    public void Load_where_there_is_no_judge_or_another_encoder_is_none()
    {
        using TemporaryFolder folder = new();
        Assert.Null(QuestionJudge.Load(folder.File("none"), bundled.Encoder, new EncoderOptions(), 1));
        Assert.Throws<ModelException>(() => QuestionJudge.Load(folder.Path, bundled.Encoder, new EncoderOptions(), 1));
        using WordModels words = new();
        words.Make("words", 1);
        LoadedEncoder other = words.Load("words");
        Assert.Null(QuestionJudge.Load(BundledJudge.Folder, other, new EncoderOptions(), 1));
        other.Release();
    }
}
