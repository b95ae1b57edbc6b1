using FaqBot.Core.Answering;
using FaqBot.Encoding.Running;

namespace FaqBot.Core.Tests.Answering;

public sealed class LoadPolicyTests
{
    private static readonly LoadPolicy Policy = new(new LoadOptions { TargetWait = TimeSpan.FromMilliseconds(50) });

    [Fact]
    public void Less_urgent_work_is_refused_earlier_and_gets_no_larger_share()
    {
        LoadKind[] refused = [LoadKind.Ask, LoadKind.Suggest, LoadKind.Feedback, LoadKind.Embeddings];
        Assert.Equal([150, 125, 100, 75], refused.Select(kind => Policy.PatienceOf(kind)!.Value.TotalMilliseconds));
        int[] weights = [.. Enum.GetValues<LoadKind>().Select(kind => Policy.ShareOf(kind, "shop").Weight)];
        Assert.Equal(weights.OrderDescending(), weights);
    }

    [Fact]
    public void Measuring_waits_and_is_never_refused()
    {
        Assert.Null(Policy.PatienceOf(LoadKind.Evaluation));
        Assert.Equal(("evaluation", 1, null, null), Parts(LoadPolicy.Evaluation));
    }

    [Fact]
    public void Questions_of_one_knowledge_base_close_it_to_no_other()
    {
        TextShare ask = Policy.ShareOf(LoadKind.Ask, "shop"), embeddings = Policy.ShareOf(LoadKind.Embeddings, "");
        Assert.Equal(2 * ask.Patience, ask.CommonPatience);
        Assert.Equal(embeddings.Patience, embeddings.CommonPatience);
        Assert.NotEqual(ask, Policy.ShareOf(LoadKind.Ask, "bank"));
    }

    [Fact]
    public void Without_a_wait_to_aim_at_nothing_is_refused_by_time()
    {
        LoadPolicy off = new(new LoadOptions { TargetWait = TimeSpan.Zero });
        Assert.All(Enum.GetValues<LoadKind>(), kind => Assert.Null(off.PatienceOf(kind)));
        Assert.All(Enum.GetValues<LoadKind>(), kind => Assert.Null(off.ShareOf(kind, "shop").CommonPatience));
    }

    [Theory]
    [InlineData("00:00:00.0005")]
    [InlineData("00:00:11")]
    [InlineData("-00:00:01")]
    public void Wait_out_of_range_is_told(string wait) => Assert.Equal(
        [$"TargetWait is {TimeSpan.Parse(wait, null)}, expected 00:00:00.001 to 00:00:10, or 00:00:00 for never"],
        new LoadOptions { TargetWait = TimeSpan.Parse(wait, null) }.Faults());

    private static (string, int, TimeSpan?, TimeSpan?) Parts(TextShare share) =>
        (share.Kind, share.Weight, share.Patience, share.CommonPatience);
}
