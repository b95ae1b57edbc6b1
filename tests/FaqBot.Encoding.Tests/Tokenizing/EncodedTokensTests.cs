using FaqBot.Encoding.Tests.Running;
using FaqBot.Encoding.Tokenizing;
using Microsoft.ML.Tokenizers;

namespace FaqBot.Encoding.Tests.Tokenizing;

[Collection(BundledEncoderCollection.Name)]
public sealed class EncodedTokensTests(BundledEncoder bundled)
{
    [Fact]
    public void EncodeToTokens_offsets_cover_the_normalised_text()
    {
        foreach (GoldenLine line in bundled.Golden)
        {
            IReadOnlyList<EncodedToken> tokens = bundled.Encoder.Tokenizer.EncodeToTokens(line.Text, out string? normalized);
            int end = 0;
            foreach (EncodedToken token in tokens)
            {
                (int offset, int length) = token.Offset.GetOffsetAndLength(normalized!.Length);
                Assert.Equal(end, offset);
                Assert.True(length > 0);
                Assert.Equal(normalized.Substring(offset, length), token.Value);
                end = offset + length;
            }

            Assert.Equal(normalized!.Length, end);
        }
    }

    [Fact]
    public void EncodeToTokens_and_EncodeToIds_and_CountTokens_agree()
    {
        ModelTokenizer tokenizer = bundled.Encoder.Tokenizer;
        int[] ids = new int[512];
        foreach (GoldenLine line in bundled.Golden)
        {
            int[] tokens = [.. tokenizer.EncodeToTokens(line.Text, out _).Select(token => token.Id)];
            Assert.Equal(tokens, tokenizer.EncodeToIds(line.Text));
            Assert.Equal(tokens.Length, tokenizer.CountTokens(line.Text));
            Assert.Equal([0, .. tokens.Take(510), 2], ids[..tokenizer.EncodeForModel(line.Text, ids)]);
        }
    }

    [Fact]
    public void Decode_encoded_text_without_unknowns_gives_the_normalised_text_back()
    {
        ModelTokenizer tokenizer = bundled.Encoder.Tokenizer;
        int compared = 0;
        foreach (GoldenLine line in bundled.Golden)
        {
            IReadOnlyList<EncodedToken> tokens = tokenizer.EncodeToTokens(line.Text, out string? normalized);
            if (tokens.All(token => token.Id > 3))
            {
                Assert.Equal(normalized!.Replace('▁', ' ').TrimStart(' '), tokenizer.Decode(tokens.Select(token => token.Id)));
                compared++;
            }
        }

        Assert.True(compared > 150, $"{compared} compared");
    }
}
