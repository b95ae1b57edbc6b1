using FaqBot.Encoding.Vectors;

namespace FaqBot.Encoding.Tests.Vectors;

public sealed class TopItemsTests
{
    [Fact]
    public void Offer_random_scores_with_many_ties_keep_what_a_stable_sort_would()
    {
        Random random = new(8);
        for (int round = 0; round < 500; round++)
        {
            // Few different scores: nearly every one is tied.
            float[] scores = [.. Enumerable.Range(0, random.Next(60)).Select(_ => random.Next(-3, 4) / 4f)];
            int top = random.Next(1, 12);
            TopItems items = new(new (float, int)[top]);
            for (int i = 0; i < scores.Length; i++)
            {
                items.Offer(scores[i], i);
            }

            Assert.Equal(
                scores.Select((score, item) => (score, item)).OrderByDescending(pair => pair.score).Take(top),
                items.Items.ToArray());
            Assert.Equal(Math.Min(top, scores.Length), items.Count);
        }
    }

    [Fact]
    public void Offer_to_no_room_keeps_nothing()
    {
        TopItems items = new([]);
        items.Offer(1, 1);
        Assert.Equal(0, items.Count);
    }

    [Fact]
    public void Offer_lowest_scores_there_are_are_kept()
    {
        TopItems items = new(new (float, int)[2]);
        items.Offer(float.MinValue, 1);
        items.Offer(float.NegativeInfinity, 2);
        Assert.Equal([(float.MinValue, 1), (float.NegativeInfinity, 2)], items.Items.ToArray());
    }
}
