using System.Buffers.Binary;
using System.Numerics.Tensors;
using FaqBot.Core.Storage;
using FaqBot.Core.Storage.Relational;

namespace FaqBot.Core.Tests.Storage;

public sealed class VectorBlobTests
{
    [Fact]
    public void Write_float32_reads_back_bit_for_bit()
    {
        Random random = new(9);
        foreach (int dimensions in (IEnumerable<int>)[.. Enumerable.Range(1, 70), 384])
        {
            float[] vector = RandomVectors.Unit(random, 1, dimensions);
            Assert.Equal(vector, RoundTrip(vector, VectorFormat.Float32));
        }
    }

    [Fact]
    public void Write_float32_is_little_endian()
    {
        byte[] blob = Write([1, 0], VectorFormat.Float32);
        Assert.Equal([0, 0, 0x80, 0x3F, 0, 0, 0, 0], blob);
    }

    [Fact]
    public void Write_int8_of_384_dimensions_stays_within_a_cosine_of_0_9999()
    {
        Random random = new(10);
        float worst = 1;
        for (int i = 0; i < 500; i++)
        {
            float[] vector = RandomVectors.Unit(random, 1, 384);
            float[] read = RoundTrip(vector, VectorFormat.Int8);
            Assert.Equal(1f, TensorPrimitives.Norm<float>(read), 1e-5f);
            worst = Math.Min(worst, TensorPrimitives.Dot(vector, read));
        }

        Assert.True(worst > 0.9999f, $"worst cosine {worst}");
        Assert.Equal(388, VectorBlob.Size(VectorFormat.Int8, 384));
    }

    [Fact]
    public void Write_int8_of_one_large_component_keeps_its_sign()
    {
        Assert.Equal([0, -1, 0], RoundTrip([0, -1, 0], VectorFormat.Int8));
        Assert.Equal([0, 1, 0], RoundTrip([0, 1, 0], VectorFormat.Int8));
    }

    [Theory]
    [InlineData(VectorFormat.Float32)]
    [InlineData(VectorFormat.Int8)]
    public void TryRead_blob_of_another_size_is_refused(VectorFormat format)
    {
        byte[] blob = Write(RandomVectors.Unit(new Random(1), 1, 16), format);
        float[] vector = new float[16];
        Assert.True(VectorBlob.TryRead(blob, format, vector));
        Assert.False(VectorBlob.TryRead(blob.AsSpan(1), format, vector));
        Assert.False(VectorBlob.TryRead([.. blob, 0], format, vector));
        Assert.False(VectorBlob.TryRead([], format, vector));
        Assert.False(VectorBlob.TryRead(blob, format, new float[15]));
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.MaxValue)]
    [InlineData(0.99f)]
    [InlineData(1.01f)]
    [InlineData(0f)]
    public void TryRead_float32_that_is_no_unit_vector_is_refused(float component)
    {
        byte[] blob = new byte[8];
        BinaryPrimitives.WriteSingleLittleEndian(blob, component);
        Assert.False(VectorBlob.TryRead(blob, VectorFormat.Float32, new float[2]));
    }

    [Fact]
    public void TryRead_int8_of_zeros_is_refused() => Assert.False(VectorBlob.TryRead(new byte[4 + 8], VectorFormat.Int8, new float[8]));

    private static float[] RoundTrip(float[] vector, VectorFormat format)
    {
        float[] read = new float[vector.Length];
        Assert.True(VectorBlob.TryRead(Write(vector, format), format, read));
        return read;
    }

    private static byte[] Write(float[] vector, VectorFormat format)
    {
        byte[] blob = new byte[VectorBlob.Size(format, vector.Length)];
        VectorBlob.Write(vector, format, blob);
        return blob;
    }
}
