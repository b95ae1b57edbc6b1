using FaqBot.Encoding.Tokenizing.Splitting;
using FaqBot.Encoding.Tokenizing.Texts;

namespace FaqBot.Encoding.Tokenizing.Reading;

/// <summary>What the <c>pre_tokenizer</c> of a tokenizer.json says.</summary>
/// <param name="Steps">The steps in order.</param>
/// <param name="IsByteLevel">Whether words reach the model as bytes.</param>
/// <param name="Blank">How the model's pieces write a blank.</param>
internal sealed record SplitPart(IReadOnlyList<SplitStep> Steps, bool IsByteLevel, char Blank);

/// <summary>Reads the <c>pre_tokenizer</c> of a tokenizer.json.</summary>
internal static class SplitReader
{
    /// <summary>How GPT-2 splits a text, and RoBERTa after it.</summary>
    /// <remarks>https://github.com/openai/gpt-2/blob/master/src/encoder.py</remarks>
    public const string Gpt2Pattern = @"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+";

    private const char DefaultBlank = '\u2581';

    /// <summary>Reads the steps.</summary>
    /// <param name="part">The member, or null when there is none.</param>
    /// <returns>What it says.</returns>
    /// <exception cref="FormatException">A step is broken or not known.</exception>
    public static SplitPart Read(JsonPart? part)
    {
        JsonPart[] parts = part is { } root ? [.. Flatten(root).Take(TokenizerLimits.Steps + 1)] : [];
        if (parts.Length > TokenizerLimits.Steps)
        {
            throw TokenizerLimits.TooManySteps(part!.Value.Path);
        }

        return new SplitPart(
            [.. parts.SelectMany(Steps)],
            parts.Any(step => step["type"].Text() == "ByteLevel"),
            parts.Where(step => step["type"].Text() == "Metaspace").Select(step => Mark(step["replacement"])).FirstOrDefault(DefaultBlank));
    }

    /// <summary>The steps of a byte-level split.</summary>
    /// <param name="addsBlank">Whether a word that does not start with a blank gets one.</param>
    /// <param name="usesPattern">Whether words are split as GPT-2 does.</param>
    /// <returns>The steps.</returns>
    public static IEnumerable<SplitStep> ByteLevel(bool addsBlank, bool usesPattern)
    {
        if (addsBlank)
        {
            yield return new PrefixBlank();
        }

        if (usesPattern)
        {
            yield return Isolating(Gpt2Pattern);
        }
    }

    /// <summary>Splits so that each match is a word, and what lies between matches too.</summary>
    /// <param name="expression">The regular expression, one of this program.</param>
    /// <returns>The step.</returns>
    public static SplitStep Isolating(string expression) =>
        new PatternSplit(RunePattern.Own(expression), SplitBehavior.Isolated, invert: false);

    private static IEnumerable<JsonPart> Flatten(JsonPart step) =>
        step["type"].Text() == "Sequence" ? step["pretokenizers"].Items().SelectMany(Flatten) : [step];

    private static IEnumerable<SplitStep> Steps(JsonPart step) => step["type"].Text() switch
    {
        "BertPreTokenizer" => [new BertSplit()],
        "ByteLevel" => ByteLevel(step["add_prefix_space"].Flag(), step.Find("use_regex")?.Flag() ?? true),
        "Digits" => [CharacterSplit.Digits(step["individual_digits"].Flag())],
        "Metaspace" => [new Metaspace(Mark(step["replacement"]), Scheme(step), step.Find("split")?.Flag() ?? true)],
        "Punctuation" => [CharacterSplit.Punctuation(step.Find("behavior") is { } behavior ? Behavior(behavior) : SplitBehavior.Isolated)],
        "Split" => [new PatternSplit(Pattern(step["pattern"]), Behavior(step["behavior"]), step.Find("invert")?.Flag() ?? false)],
        "Whitespace" => [new PatternSplit(RunePattern.Own(@"\w+|[^\w\s]+"), SplitBehavior.Removed, invert: true)],
        "WhitespaceSplit" => [CharacterSplit.WhiteSpace],
        var unknown => throw new FormatException(
            $"{step.Path}.type is '{unknown}', expected BertPreTokenizer, ByteLevel, Digits, Metaspace, Punctuation, Sequence, Split, "
            + "Whitespace or WhitespaceSplit"),
    };

    private static char Mark(JsonPart part) => part.Text() is [var mark] ? mark : throw part.Unexpected("one character");

    private static PrependScheme Scheme(JsonPart step)
    {
        if (step.Find("prepend_scheme") is { } scheme)
        {
            return scheme.Text() switch
            {
                "always" => PrependScheme.Always,
                "first" => PrependScheme.First,
                "never" => PrependScheme.Never,
                _ => throw scheme.Unexpected("always, first or never"),
            };
        }

        // What older files say instead.
        return step.Find("add_prefix_space")?.Flag() ?? true ? PrependScheme.Always : PrependScheme.Never;
    }

    private static TextPattern Pattern(JsonPart part) => part.Find("String") is { } literal
        ? LiteralPattern.Parse(literal.Text(), literal.Path)
        : RunePattern.Parse(part["Regex"].Text(), part["Regex"].Path);

    private static SplitBehavior Behavior(JsonPart part) => part.Text() switch
    {
        "Removed" => SplitBehavior.Removed,
        "Isolated" => SplitBehavior.Isolated,
        "MergedWithPrevious" => SplitBehavior.MergedWithPrevious,
        "MergedWithNext" => SplitBehavior.MergedWithNext,
        "Contiguous" => SplitBehavior.Contiguous,
        _ => throw part.Unexpected("Removed, Isolated, MergedWithPrevious, MergedWithNext or Contiguous"),
    };
}
