using System.Text.Json.Nodes;
using FaqBot.Encoding.Tokenizing.Normalizing;
using FaqBot.Encoding.Tokenizing.Texts;

namespace FaqBot.Encoding.Tests.Tokenizing;

public sealed class PrecompiledCharsMapTests
{
    private const string Text = "Ａ①ﬁ発票e\u0301 ｱﾎﾟ 😀 \uFDFA";

    private static readonly byte[] Table = Convert.FromBase64String(
        (string)JsonNode.Parse(File.ReadAllText(
            Path.Combine(Repository.BundledModel, "tokenizer.json")))!["normalizer"]!["normalizers"]![0]!["precompiled_charsmap"]!);

    [Theory]
    [InlineData("Ａ①ﬁ", "A1fi", "A1fi")]
    [InlineData("e\u0301", "é", "é")]
    [InlineData("\u1100\u1161\u11A8", "\u1100\u1161\u11A8", "\uAC01")]
    [InlineData("a\u0301\u0302", "á", "á\u0302")]
    [InlineData("\u0007a\u200Bb", "a b", "a b")]
    [InlineData("😀", "😀", "😀")]
    [InlineData("", "", "")]
    public void Apply_and_AppendLongest_normalise_as_either_library(string text, string byGrapheme, string byLongest)
    {
        PrecompiledCharsMap map = PrecompiledCharsMap.Read(Table);
        TextBuffer applied = new(4, 1 << 20), longest = new(4, 1 << 20);
        map.Apply(text, ref applied);
        Longest(map, text, ref longest);
        Assert.Equal((byGrapheme, byLongest), (applied.Text.ToString(), longest.Text.ToString()));
        applied.Dispose();
        longest.Dispose();
    }

    [Fact]
    public void Apply_damaged_charsmap_never_leaves_its_memory()
    {
        Random random = new(7);
        for (int round = 0; round < 30; round++)
        {
            byte[] damaged = [.. Table];
            for (int i = 0; i < 20_000; i++)
            {
                damaged[random.Next(4, damaged.Length)] = (byte)random.Next(256);
            }

            PrecompiledCharsMap map = PrecompiledCharsMap.Read(damaged.AsSpan(0, 4 + 179_200 + random.Next(damaged.Length - 179_204)));
            TextBuffer buffer = new(16, 1 << 20);
            map.Apply(Text, ref buffer);
            Longest(map, Text, ref buffer);
            buffer.Dispose();
        }
    }

    private static void Longest(PrecompiledCharsMap map, ReadOnlySpan<char> text, ref TextBuffer destination)
    {
        while (!text.IsEmpty)
        {
            int length = map.AppendLongest(text, ref destination);
            if (length == 0)
            {
                length = char.IsHighSurrogate(text[0]) ? 2 : 1;
                destination.Append(text[..length]);
            }

            text = text[length..];
        }
    }
}
