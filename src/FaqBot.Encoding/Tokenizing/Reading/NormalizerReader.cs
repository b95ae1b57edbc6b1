using System.Text;
using FaqBot.Encoding.Tokenizing.Normalizing;
using FaqBot.Encoding.Tokenizing.Texts;

namespace FaqBot.Encoding.Tokenizing.Reading;

/// <summary>Reads the <c>normalizer</c> of a tokenizer.json.</summary>
internal static class NormalizerReader
{
    /// <summary>Reads the steps.</summary>
    /// <param name="part">The member, or null when there is none.</param>
    /// <param name="settings">What tokenizer_config.json says: it wins over a BERT normaliser, as in the reference implementation.</param>
    /// <returns>The steps in order.</returns>
    /// <exception cref="FormatException">A step is broken or not known.</exception>
    public static IReadOnlyList<NormalizerStep> Read(JsonPart? part, TokenizerSettings settings) =>
        part is { } step ? ReadSteps(step, settings) : [];

    private static List<NormalizerStep> ReadSteps(JsonPart part, TokenizerSettings settings)
    {
        List<NormalizerStep> steps = [.. Steps(part, settings).Take(TokenizerLimits.Steps + 1)];
        return steps.Count <= TokenizerLimits.Steps ? steps : throw TokenizerLimits.TooManySteps(part.Path);
    }

    private static IEnumerable<NormalizerStep> Steps(JsonPart step, TokenizerSettings settings) => step["type"].Text() == "Sequence"
        ? step["normalizers"].Items().SelectMany(inner => Steps(inner, settings))
        : [Step(step, settings)];

    private static NormalizerStep Step(JsonPart step, TokenizerSettings settings) => step["type"].Text() switch
    {
        "BertNormalizer" => Bert(step, settings),
        "Precompiled" => new CharsMapStep(PrecompiledCharsMap.Read(Base64(step["precompiled_charsmap"]))) { Place = step.Path },
        "NFC" => new UnicodeForm(NormalizationForm.FormC),
        "NFD" => new UnicodeForm(NormalizationForm.FormD),
        "NFKC" => new UnicodeForm(NormalizationForm.FormKC),
        "NFKD" => new UnicodeForm(NormalizationForm.FormKD),
        "Lowercase" => new Lowercase(),
        "Strip" => new Trim(step["strip_left"].Flag(), step["strip_right"].Flag()),
        "StripAccents" => MapCharacters.DropMarks,
        "Nmt" => MapCharacters.Nmt,
        "Prepend" => new Prepend(step["prepend"].Text()) { Place = step.Path },
        "Replace" => Replace(step),
        var unknown => throw new FormatException(
            $"{step.Path}.type is '{unknown}', expected BertNormalizer, Lowercase, NFC, NFD, NFKC, NFKD, Nmt, Precompiled, Prepend, "
            + $"Replace, "
            + "Sequence, Strip or StripAccents"),
    };

    /// <remarks>https://github.com/huggingface/transformers/blob/v4.48.0/src/transformers/models/bert/tokenization_bert_fast.py</remarks>
    private static BertCleaning Bert(JsonPart step, TokenizerSettings settings)
    {
        bool lowercase = settings.Flag("do_lower_case") ?? step.Find("lowercase")?.Flag() ?? true;
        return new BertCleaning(
            step.Find("clean_text")?.Flag() ?? true,
            settings.Flag("tokenize_chinese_chars") ?? step.Find("handle_chinese_chars")?.Flag() ?? true,
            settings.Flag("strip_accents") ?? step.Find("strip_accents")?.Flag() ?? lowercase,
            lowercase);
    }

    private static NormalizerStep Replace(JsonPart step)
    {
        string content = step["content"].Text();
        JsonPart pattern = step["pattern"];
        if (pattern.Find("String") is { } literal)
        {
            return new ReplaceStep(LiteralPattern.Parse(literal.Text(), literal.Path), content) { Place = step.Path };
        }

        JsonPart regex = pattern["Regex"];
        string expression = regex.Text();
        return expression == " {2,}" && content == " "
            ? new CollapseBlanks()
            : new ReplaceStep(RunePattern.Parse(expression, regex.Path), content) { Place = step.Path };
    }

    private static byte[] Base64(JsonPart text) =>
        text.Element.ValueKind == System.Text.Json.JsonValueKind.String && text.Element.TryGetBytesFromBase64(out byte[]? bytes)
            ? bytes
            : throw text.Unexpected("Base64");
}
