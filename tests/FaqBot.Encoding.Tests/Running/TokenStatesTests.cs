using FaqBot.Encoding.Running;

namespace FaqBot.Encoding.Tests.Running;

[Collection(BundledEncoderCollection.Name)]
public sealed class TokenStatesTests(BundledEncoder bundled) : IDisposable
{
    private const int Width = 768;

    private readonly TemporaryFolder _temporary = new();

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public void States_have_a_row_for_each_token_and_leave_the_vectors_as_they_are()
    {
        Assert.True(bundled.Encoder.GivesTokenStates);
        Assert.False(bundled.Encoder.GivesTokenVectors);
        int[][] ids = [.. new[] { "退货", "How do I return what I ordered last week?", "" }.Select(text => bundled.Encoder.Tokenize(text))];
        float[] without = new float[ids.Length * bundled.Encoder.Dimensions], with = new float[without.Length];
        TokenStates[] states = new TokenStates[ids.Length];
        bundled.Encoder.EncodeBatch(ids, without);
        bundled.Encoder.EncodeBatch(ids, with, states);
        Assert.Equal(without, with);
        for (int i = 0; i < ids.Length; i++)
        {
            Assert.Equal(ids[i], states[i].Ids.ToArray());
            Assert.Equal(Width, states[i].Width);
            Assert.Equal(ids[i].Length * Width, states[i].Values.Length);
        }
    }

    [Fact]
    public void States_of_a_text_do_not_depend_on_its_batch()
    {
        int[][] ids = [.. bundled.Golden.Where(line => line.Ids.Length < 40).Take(8).Select(line => line.Ids)];
        TokenStates[] together = new TokenStates[ids.Length], alone = new TokenStates[1];
        bundled.Encoder.EncodeBatch(ids, new float[ids.Length * bundled.Encoder.Dimensions], together);
        for (int i = 0; i < ids.Length; i++)
        {
            bundled.Encoder.EncodeBatch([ids[i]], new float[bundled.Encoder.Dimensions], alone);
            Assert.Equal(alone[0].Values.ToArray(), together[i].Values.ToArray(), (a, b) => MathF.Abs(a - b) < 1e-3f);
        }
    }

    [Fact]
    public void Model_without_states_says_so()
    {
        using TextEncoder encoder = TextEncoder.Load(TinyModel.Write(_temporary), new EncoderOptions());
        Assert.False(encoder.GivesTokenStates);
        Assert.Throws<NotSupportedException>(() => encoder.EncodeBatch([[0, 2]], new float[encoder.Dimensions], new TokenStates[1]));
    }
}
