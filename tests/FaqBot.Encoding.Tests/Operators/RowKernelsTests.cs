using FaqBot.Encoding.Operators;

namespace FaqBot.Encoding.Tests.Operators;

public sealed class RowKernelsTests
{
    [Fact]
    public void Rows_of_every_length_are_rounded_as_one_number_after_the_other()
    {
        Random random = new(7);
        for (int length = 1; length <= 100; length++)
        {
            float[] row = [.. Enumerable.Range(0, length).Select(_ => (random.NextSingle() - 0.5f) * 20)];
            byte[] bytes = new byte[length];
            float scale = RowKernels.Quantize(row, 1e-6f, bytes);
            Assert.Equal((row.Max(MathF.Abs) * (1 / 127f)) + 1e-6f, scale);
            Assert.Equal([.. row.Select(value => (byte)(MathF.Round(value / scale, MidpointRounding.ToEven) + 128))], bytes);
            Assert.True(bytes.Max() == 255 || bytes.Min() == 1, $"{bytes.Min()} to {bytes.Max()}");
        }
    }

    [Fact]
    public void Sums_of_every_length_become_numbers_as_one_after_the_other()
    {
        Random random = new(8);
        for (int length = 1; length <= 40; length++)
        {
            int[] sums = [.. Enumerable.Range(0, length).Select(_ => random.Next(-30_000_000, 30_000_000))];
            float[] steps = [.. sums.Select(_ => random.NextSingle())], bias = [.. sums.Select(_ => random.NextSingle() - 0.5f)];
            float[] row = new float[length];
            RowKernels.Dequantize(sums, 0.037f, steps, bias, row);
            Assert.Equal([.. sums.Select((sum, i) => (float)((float)(sum * 0.037f) * steps[i]) + bias[i])], row);
        }
    }

    [Fact]
    public void Any_number_of_rows_is_normalised_as_one_after_the_other()
    {
        Random random = new(9);
        const int Columns = 37;
        float[] gain = Numbers(random, Columns), shift = Numbers(random, Columns);
        for (int count = 1; count <= 17; count++)
        {
            float[] rows = Numbers(random, count * Columns), skipped = Numbers(random, count * Columns), together = [.. rows];
            RowKernels.Normalize(together, skipped, gain, shift, 1e-12f);
            for (int row = 0; row < count; row++)
            {
                float[] alone = rows[(row * Columns)..((row + 1) * Columns)], beside = together[(row * Columns)..((row + 1) * Columns)];
                RowKernels.Normalize(alone, skipped.AsSpan(row * Columns, Columns), gain, shift, 1e-12f);
                Assert.Equal(alone, beside);
                float[] plain = [.. beside.Select((value, i) => (value - shift[i]) / gain[i])];
                Assert.Equal(0, plain.Average(), 1e-5);
                Assert.Equal(1, plain.Average(value => value * value), 1e-5);
            }
        }

        static float[] Numbers(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextSingle() + 0.5f)];
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(1e-6f)]
    public void Row_of_zeros_stays_zeros(float least)
    {
        byte[] bytes = new byte[37];
        Assert.Equal(least, RowKernels.Quantize(new float[37], least, bytes));
        Assert.All(bytes, value => Assert.Equal(128, value));
    }

    [Fact]
    public void What_is_no_number_stays_none()
    {
        byte[] bytes = new byte[8];
        Assert.Equal(float.NaN, RowKernels.Quantize([1, 2, float.NaN, 4, 5, 6, 7, 8], 0, bytes));
    }

    [Fact]
    public void Rows_of_other_lengths_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => RowKernels.Quantize(new float[3], 0, new byte[2]));
        Assert.Throws<ArgumentException>(() => RowKernels.Dequantize(new int[3], 1, new float[3], new float[2], new float[3]));
        Assert.Throws<ArgumentException>(() => RowKernels.Normalize(new float[6], new float[6], new float[4], new float[4], 0));
    }
}
