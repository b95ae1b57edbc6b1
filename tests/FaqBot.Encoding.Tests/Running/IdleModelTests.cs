using FaqBot.Encoding.ModelFiles;
using FaqBot.Encoding.Running;

namespace FaqBot.Encoding.Tests.Running;

public sealed class IdleModelTests : IDisposable
{
    private readonly TemporaryFolder _temporary = new();
    private readonly TimerClock _clock = new();

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public void Idle_model_leaves_memory_and_the_next_text_loads_it_again()
    {
        using OnnxTextEncoder encoder =
            OnnxTextEncoder.Load(TinyModel.Write(_temporary), new EncoderOptions { UnloadAfter = TimeSpan.FromMinutes(1) }, _clock);
        float[] before = Encode(encoder);
        Assert.True(encoder.IsLoaded);

        _clock.Advance(TimeSpan.FromSeconds(50));
        Encode(encoder);
        _clock.Advance(TimeSpan.FromSeconds(50));
        Assert.True(encoder.IsLoaded);

        _clock.Advance(TimeSpan.FromMinutes(2));
        Assert.False(encoder.IsLoaded);
        Assert.Equal(before, Encode(encoder));
        Assert.True(encoder.IsLoaded);
    }

    [Fact]
    public void Model_that_is_not_loaded_at_start_is_by_the_first_text()
    {
        using OnnxTextEncoder encoder =
            OnnxTextEncoder.Load(TinyModel.Write(_temporary), new EncoderOptions { LoadAtStart = false }, _clock);
        Assert.False(encoder.IsLoaded);
        Encode(encoder);
        Assert.True(encoder.IsLoaded);
        _clock.Advance(TimeSpan.FromDays(100));
        Assert.True(encoder.IsLoaded);
    }

    [Fact]
    public void Files_that_changed_meanwhile_are_not_loaded()
    {
        string folder = TinyModel.Write(_temporary);
        using OnnxTextEncoder encoder = OnnxTextEncoder.Load(folder, new EncoderOptions { LoadAtStart = false }, _clock);
        File.AppendAllText(Path.Combine(folder, "tokenizer.json"), " ");
        TinyModel.WriteSums(folder);
        Assert.Contains("its files have changed since the program started", Assert.Throws<ModelException>(() => Encode(encoder)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Model_above_the_ceiling_is_refused_before_it_is_loaded()
    {
        ModelException refused =
            Assert.Throws<ModelException>(() => TextEncoder.Load(Repository.BundledModel, new EncoderOptions { MaxModelMegabytes = 10 }));
        Assert.EndsWith("its weights take 43 MB, expected at most MaxModelMegabytes, 10; allow more or build it with int8 weights",
            refused.Message, StringComparison.Ordinal);
    }

    private static float[] Encode(OnnxTextEncoder encoder)
    {
        float[] vector = new float[encoder.Dimensions];
        encoder.Encode("ab", vector);
        return vector;
    }
}
