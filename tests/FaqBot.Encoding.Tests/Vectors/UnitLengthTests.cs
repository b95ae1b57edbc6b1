using FaqBot.Encoding.Vectors;

namespace FaqBot.Encoding.Tests.Vectors;

public sealed class UnitLengthTests
{
    [Fact]
    public void Make_scales_to_one_and_tells_the_length_before()
    {
        float[] vector = [3, 4];
        Assert.Equal(5, UnitLength.Make(vector));
        Assert.Equal([0.6f, 0.8f], vector);
    }

    [Fact]
    public void Make_leaves_zero_and_what_is_not_finite()
    {
        float[] zero = [0, 0], broken = [1, float.NaN];
        Assert.Equal(0, UnitLength.Make(zero));
        Assert.False(float.IsFinite(UnitLength.Make(broken)));
        Assert.Equal([0, 0], zero);
        Assert.Equal(1, broken[0]);
    }
}
