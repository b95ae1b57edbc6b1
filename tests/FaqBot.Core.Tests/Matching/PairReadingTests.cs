using FaqBot.Core.Matching;

namespace FaqBot.Core.Tests.Matching;

public sealed class PairReadingTests
{
    /// <summary>Four entries, of which the second has one question near.</summary>
    private static readonly Contenders Found = new(
        [
            .. new[] { (0, 1), (2, -1), (3, 4), (5, 6) }.Select((rows, entry) => new Contender(
                new EntryEvidence(entry, rows.Item1, Confidences.Evidence(1)) { SecondRow = rows.Item2 }, 4 - entry, null, 0)),
        ],
        5, 0, 20, 2);

    [Theory]
    [InlineData(0, "")]
    [InlineData(1, "0 1")]
    [InlineData(2, "0 1 2")]
    [InlineData(3, "0 1 2 3 4")]
    [InlineData(9, "0 1 2 3 4 5 6")]
    public void Of_reads_the_nearest_questions_of_the_first_entries(int entries, string rows)
    {
        PairReading reading = PairReading.Of(Found, entries);
        Assert.Equal(rows, string.Join(' ', reading.Rows));
        Assert.Equal(Math.Min(4, entries), reading.Entries);
    }

    [Fact]
    public void Judged_puts_each_verdict_beside_its_entry()
    {
        Contenders judged = PairReading.Of(Found, 3).Judged([1, 2, 3, 4, 5]);
        Assert.Equal(["1 2", "3", "4 5", ""], judged.Entries.Select(entry => string.Join(' ', entry.Logits)));
        Assert.Equal(Found.Entries.Select(entry => entry.Found), judged.Entries.Select(entry => entry.Found));
        Assert.All(Found.Entries, entry => Assert.Empty(entry.Logits));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(6)]
    public void Judged_other_number_of_verdicts_is_refused(int count) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => PairReading.Of(Found, 3).Judged(new float[count]));
}
