using System.Text.Json.Nodes;
using FaqBot.Encoding.Tokenizing;
using FaqBot.Encoding.Tokenizing.Reading;

namespace FaqBot.Encoding.Tests.Tokenizing;

/// <summary>The steps that tokenizer files name, seen in the words and their text. Expected results are those of Hugging Face
/// tokenizers.</summary>
public sealed class TokenizerStepTests
{
    [Theory]
    [InlineData("""{"type":"NFC"}""", "e\u0301ﬁ", "éﬁ")]
    [InlineData("""{"type":"NFD"}""", "éﬁ", "e\u0301ﬁ")]
    [InlineData("""{"type":"NFKC"}""", "e\u0301ﬁ①\uFFFEｶﾞ", "éfi1\uFFFEガ")]
    [InlineData("""{"type":"NFKD"}""", "éﬁ", "e\u0301fi")]
    [InlineData("""{"type":"Lowercase"}""", "ÀΣİ𐐀Ａ", "àσi\u0307𐐨ａ")]
    [InlineData("""{"type":"Strip","strip_left":true,"strip_right":true}""", " \u3000a b\n", "a b")]
    [InlineData("""{"type":"Strip","strip_left":true,"strip_right":false}""", " a ", "a ")]
    [InlineData("""{"type":"Strip","strip_left":false,"strip_right":true}""", " a ", " a")]
    [InlineData("""{"type":"StripAccents"}""", "e\u0301\u0903a", "ea")]
    [InlineData("""{"type":"Nmt"}""", "a\u0001b\tc\u200Bd\uFEFFe\u2581f", "ab c d e f")]
    [InlineData("""{"type":"Prepend","prepend":"▁"}""", "a", "▁a")]
    [InlineData("""{"type":"Prepend","prepend":"▁"}""", "", "")]
    [InlineData("""{"type":"Replace","pattern":{"String":"''"},"content":"$0\""}""", "a''b''", "a$0\"b$0\"")]
    [InlineData("""{"type":"Replace","pattern":{"Regex":"\\s+"},"content":" "}""", "a\n\n b", "a b")]
    [InlineData("""{"type":"Replace","pattern":{"Regex":" {2,}"},"content":" "}""", "  a   b  ", " a b ")]
    [InlineData("""{"type":"Replace","pattern":{"Regex":"\\p{L}."},"content":"x"}""", "𐐀𐐀-𐐀", "x-𐐀")]
    [InlineData("""{"type":"Sequence","normalizers":[{"type":"NFKC"},{"type":"Sequence","normalizers":[{"type":"Lowercase"}]}]}""", "Ａ", "a")]
    [InlineData("""{"type":"BertNormalizer","clean_text":true,"handle_chinese_chars":true,"strip_accents":null,"lowercase":true}""", "É\u00AD\tÅ中İ", "e a 中 i")]
    [InlineData("""{"type":"BertNormalizer","clean_text":true,"handle_chinese_chars":true,"strip_accents":null,"lowercase":false}""", "É\u0000中", "É 中 ")]
    [InlineData("""{"type":"BertNormalizer","clean_text":false,"handle_chinese_chars":false,"strip_accents":false,"lowercase":true}""", "É\u200D中\n", "é\u200D中\n")]
    [InlineData("""{"type":"BertNormalizer","clean_text":true,"handle_chinese_chars":true,"strip_accents":true,"lowercase":false}""", "Éガ\uD840\uDC00한", "Eカ 𠀀 \u1112\u1161\u11AB")]
    public void Normalizer_step_rewrites_as_the_reference(string step, string text, string expected)
    {
        ModelTokenizer tokenizer = Read(normalizer: step);
        tokenizer.EncodeToTokens(text, out string? normalized);
        Assert.Equal(expected, normalized);
    }

    [Theory]
    [InlineData("""{"type":"WhitespaceSplit"}""", " a\u3000b,c \n", "a|b,c")]
    [InlineData("""{"type":"Whitespace"}""", "a_b, c!?", "a_b|,|c|!?")]
    [InlineData("""{"type":"Punctuation"}""", "a,。b$", "a|,|。|b|$")]
    [InlineData("""{"type":"Punctuation","behavior":"Removed"}""", ",a,b", "a|b")]
    [InlineData("""{"type":"Digits","individual_digits":true}""", "a12½b", "a|1|2|½|b")]
    [InlineData("""{"type":"Digits","individual_digits":false}""", "a12b3", "a|12|b|3")]
    [InlineData("""{"type":"BertPreTokenizer"}""", "Hey, you  𐄀b\u00A0c", "Hey|,|you|𐄀|b|c")]
    [InlineData("""{"type":"Split","pattern":{"String":"-"},"behavior":"MergedWithPrevious","invert":false}""", "the-final--countdown", "the-|final-|-|countdown")]
    [InlineData("""{"type":"Split","pattern":{"String":"-"},"behavior":"MergedWithNext","invert":false}""", "the-final--countdown", "the|-final|-|-countdown")]
    [InlineData("""{"type":"Split","pattern":{"String":"-"},"behavior":"Contiguous","invert":false}""", "the-final--countdown", "the|-|final|--|countdown")]
    [InlineData("""{"type":"Split","pattern":{"String":"-"},"behavior":"Isolated","invert":false}""", "the-final--countdown", "the|-|final|-|-|countdown")]
    [InlineData("""{"type":"Split","pattern":{"String":"-"},"behavior":"Removed","invert":false}""", "-the-final--countdown-", "the|final|countdown")]
    [InlineData("""{"type":"Split","pattern":{"Regex":"\\p{L}+"},"behavior":"Removed","invert":true}""", "a1𐐀b😀c", "a|𐐀b|c")]
    [InlineData("""{"type":"Metaspace","replacement":"▁","prepend_scheme":"always"}""", "a  b", "▁a|▁|▁b")]
    [InlineData("""{"type":"Metaspace","replacement":"▁","prepend_scheme":"always"}""", " a", "▁a")]
    [InlineData("""{"type":"Metaspace","replacement":"▁","prepend_scheme":"never"}""", "a b", "a|▁b")]
    [InlineData("""{"type":"Metaspace","replacement":"▁","prepend_scheme":"first","split":false}""", "a b", "▁a▁b")]
    [InlineData("""{"type":"Metaspace","replacement":"▁","add_prefix_space":true,"str_rep":"▁"}""", "a b", "▁a|▁b")]
    [InlineData("""{"type":"Metaspace","replacement":"_","add_prefix_space":false}""", "a b", "a|_b")]
    [InlineData("""{"type":"Sequence","pretokenizers":[{"type":"WhitespaceSplit"},{"type":"Metaspace","replacement":"▁","add_prefix_space":true}]}""", " a\tb  c", "▁a|▁b|▁c")]
    [InlineData("""{"type":"Sequence","pretokenizers":[{"type":"WhitespaceSplit"},{"type":"Metaspace","replacement":"▁","prepend_scheme":"first"}]}""", "a b", "▁a|b")]
    public void Split_step_gives_the_words_of_the_reference(string step, string text, string expected) =>
        Assert.Equal(expected.Split('|'), Words(Read(split: step), text));

    [Theory]
    [InlineData("a<x>b", "", "a|<x>|b")]
    [InlineData("a <x> b", "", "a |<x>| b")]
    [InlineData("a  <x>  b", "lstrip", "a|<x>|  b")]
    [InlineData("a  <x>  b", "rstrip", "a  |<x>|b")]
    [InlineData("a <x> <x> b", "lstrip,rstrip", "a|<x>|<x>|b")]
    [InlineData("a<x>b <x> <x>.", "single_word", "a<x>b |<x>| |<x>|.")]
    [InlineData("\u0301<x> 中<x>", "single_word", "\u0301<x> 中<x>")]
    [InlineData("<X><x>", "", "<x>|<x>")]
    [InlineData("<X>b<x>", "normalized", "<x>|b|<x>")]
    public void Added_token_is_found_as_its_flags_say(string text, string flags, string expected)
    {
        JsonNode token = JsonNode.Parse("""{"id": 1, "content": "<x>", "normalized": false, "special": true}""")!;
        foreach (string flag in flags.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            token[flag] = true;
        }

        // In raw text the case counts, in normalised text it no longer does.
        ModelTokenizer tokenizer = Read(normalizer: """{"type":"Lowercase"}""", added: token.ToJsonString());
        Assert.Equal(expected.Split('|'), Words(tokenizer, text));
        Assert.Equal(
            Words(tokenizer, text).Count(word => word == "<x>"),
            tokenizer.EncodeToIds(text).Count(id => id == 1) + (flags.Length == 0 && text.Contains('X', StringComparison.Ordinal) ? 1 : 0));
    }

    [Fact]
    public void Half_a_surrogate_pair_becomes_a_replacement_character()
    {
        Read(normalizer: """{"type":"NFC"}""").EncodeToTokens("a\uD83Db\uDE00", out string? normalized);
        Assert.Equal("a\uFFFDb\uFFFD", normalized);
    }

    [Fact]
    public void Metaspace_first_marks_the_start_of_the_text_only()
    {
        ModelTokenizer tokenizer = Read(
            split: """{"type":"Metaspace","replacement":"▁","prepend_scheme":"first"}""", added: """{"id": 1, "content": "<x>"}""");
        Assert.Equal(["▁a", "<x>", "b"], Words(tokenizer, "a<x>b"));
        Assert.Equal(["<x>", "b"], Words(tokenizer, "<x>b"));
    }

    [Fact]
    public void Added_tokens_that_start_alike_the_longest_wins()
    {
        ModelTokenizer tokenizer = Read(added: """{"id": 1, "content": "<x>"}, {"id": 1, "content": "<x"}, {"id": 1, "content": "<x>>"}""");
        Assert.Equal(["<x>>", "a", "<x", "b", "<x>"], Words(tokenizer, "<x>>a<xb<x>"));
    }

    /// <summary>The words: none of their characters is known, so each is one unknown token.</summary>
    private static string[] Words(ModelTokenizer tokenizer, string text) =>
        [.. tokenizer.EncodeToTokens(text, out _).Select(token => token.Value)];

    private static ModelTokenizer Read(string normalizer = "null", string split = "null", string added = "")
    {
        using TemporaryFolder folder = new();
        folder.Write("tokenizer.json", $$"""
            {
              "normalizer": {{normalizer}},
              "pre_tokenizer": {{split}},
              "added_tokens": [{{added}}],
              "model": {"type": "WordPiece", "unk_token": "[UNK]", "vocab": {"[UNK]": 0} }
            }
            """);
        return TokenizerFolder.Read(folder.Path);
    }
}
