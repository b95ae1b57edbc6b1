using FaqBot.Encoding.Vectors;

namespace FaqBot.Encoding.Tests.Vectors;

public sealed class QuantizedRowsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Product_of_bytes_is_that_of_a_plain_sum_for_every_length()
    {
        Random random = new(7);
        for (int length = 1; length <= 200; length++)
        {
            sbyte[] code = [.. Enumerable.Range(0, length).Select(_ => (sbyte)random.Next(-127, 128))];
            short[] wide = [.. Enumerable.Range(0, length).Select(_ => (short)random.Next(-127, 128))];
            Assert.Equal(code.Zip(wide).Sum(pair => pair.First * pair.Second), QuantizedRows.Product(wide, code));
        }
    }

    [Theory]
    [InlineData(127, 127)]
    [InlineData(-127, 127)]
    [InlineData(-127, -127)]
    public void Product_of_the_largest_bytes_does_not_overflow(int one, int other) => Assert.Equal(
        one * other * 16_384,
        QuantizedRows.Product(
            [.. Enumerable.Repeat((short)one, 16_384)], [.. Enumerable.Repeat((sbyte)other, 16_384)]));

    [Theory]
    [InlineData(2)]
    [InlineData(33)]
    [InlineData(384)]
    [InlineData(1_024)]
    public void Bound_is_above_the_cosine_and_near_it(int dimensions)
    {
        const int Rows = 300;
        float[] components = RandomVectors.Unit(new Random(3), Rows, dimensions);
        UnitVectors exact = new(components, dimensions), quantized = exact.Quantize(_folder.Path);
        float[] cosines = new float[Rows], bounds = new float[Rows];
        for (int query = 0; query < 20; query++)
        {
            exact.Cosines(exact[query], 0, cosines);
            new BoundedQuery(quantized, exact[query]).UpperBounds(0, bounds);
            Assert.All(cosines.Zip(bounds), pair => Assert.InRange(pair.Second - pair.First, 0, 0.05f));
        }
    }

    [Fact]
    public void Cosines_and_rows_are_the_same_to_the_last_digit()
    {
        const int Rows = 200, Dimensions = 384;
        UnitVectors exact = new(RandomVectors.Unit(new Random(5), Rows, Dimensions), Dimensions), quantized = exact.Quantize(_folder.Path);
        float[] expected = new float[Rows], found = new float[Rows];
        exact.Cosines(exact[3], 0, expected);
        quantized.Cosines(exact[3], 0, found);
        Assert.Equal(expected, found);
        quantized.Cosines(exact[3], 70, found.AsSpan(0, 1));
        Assert.Equal(expected[70], found[0]);
        Assert.Equal(exact[199].ToArray(), quantized[199].ToArray());
        Assert.Equal((Rows, Dimensions), (quantized.Rows, quantized.Dimensions));
        Assert.InRange(quantized.Bytes / (double)exact.Bytes, 0.25, 0.26);
    }

    [Fact]
    public void Bound_is_made_exact_where_only_bytes_are_in_memory()
    {
        UnitVectors exact = new(RandomVectors.Unit(new Random(1), 10, 16), 16), quantized = exact.Quantize(_folder.Path);
        float[] cosines = new float[10];
        exact.Cosines(exact[0], 0, cosines);
        float bound = 7;
        new BoundedQuery(exact, exact[0]).MakeExact(4, ref bound);
        Assert.Equal(7, bound);
        new BoundedQuery(quantized, exact[0]).MakeExact(4, ref bound);
        Assert.Equal(cosines[4], bound);
    }

    [Fact]
    public void Nothing_is_left_in_the_folder_and_none_is_made_where_none_is_wanted()
    {
        UnitVectors quantized = new UnitVectors(RandomVectors.Unit(new Random(1), 10, 16), 16).Quantize(_folder.Path);
        Assert.Empty(Directory.GetFiles(_folder.Path));
        Assert.Same(quantized, quantized.Quantize(_folder.Path));
        Assert.Equal(0, new UnitVectors([], 8).Quantize(_folder.Path).Rows);
        Assert.ThrowsAny<IOException>(() => new UnitVectors([1, 0], 2).Quantize(_folder.File("missing")));
    }
}
