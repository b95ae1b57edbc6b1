namespace FaqBot.Encoding.Tokenizing.Reading;

/// <summary>How special tokens frame texts, from files or as a family of models does.</summary>
/// <param name="Single">Around one text.</param>
/// <param name="Pair">Around two texts.</param>
internal sealed record Templates(TokenTemplate Single, TokenTemplate Pair)
{
    private const int MostTypes = 128;

    /// <summary>No special tokens; the second text is of type 1.</summary>
    public static Templates None { get; } = new(
        new TokenTemplate([TemplatePart.First()]), new TokenTemplate([TemplatePart.First(), TemplatePart.Second(1)]));

    /// <summary>BERT's: [CLS] a [SEP] b [SEP], the second text and its end of type 1.</summary>
    /// <param name="start">Id of [CLS].</param>
    /// <param name="separator">Id of [SEP].</param>
    /// <returns>The templates.</returns>
    public static Templates Bert(int start, int separator) => new(
        new TokenTemplate([TemplatePart.Special(start), TemplatePart.First(), TemplatePart.Special(separator)]),
        new TokenTemplate([
            TemplatePart.Special(start), TemplatePart.First(), TemplatePart.Special(separator),
            TemplatePart.Second(1), TemplatePart.Special(separator, 1)]));

    /// <summary>RoBERTa's: &lt;s&gt; a &lt;/s&gt;&lt;/s&gt; b &lt;/s&gt;, all of type 0.</summary>
    /// <param name="start">Id of &lt;s&gt;.</param>
    /// <param name="separator">Id of &lt;/s&gt;.</param>
    /// <returns>The templates.</returns>
    public static Templates Roberta(int start, int separator) => new(
        new TokenTemplate([TemplatePart.Special(start), TemplatePart.First(), TemplatePart.Special(separator)]),
        new TokenTemplate([
            TemplatePart.Special(start), TemplatePart.First(), TemplatePart.Special(separator), TemplatePart.Special(separator),
            TemplatePart.Second(0), TemplatePart.Special(separator)]));

    /// <summary>Reads the <c>post_processor</c> of a tokenizer.json.</summary>
    /// <param name="part">The member, or null when there is none.</param>
    /// <returns>The templates.</returns>
    /// <exception cref="FormatException">It is broken or not known.</exception>
    public static Templates Read(JsonPart? part) => part is { } step ? ReadStep(step) ?? None : None;

    /// <summary>Reads a step; null when it adds nothing.</summary>
    private static Templates? ReadStep(JsonPart step) => step["type"].Text() switch
    {
        "BertProcessing" => Bert(IdIn(step["cls"]), IdIn(step["sep"])),
        "RobertaProcessing" => Roberta(IdIn(step["cls"]), IdIn(step["sep"])),
        "TemplateProcessing" => new Templates(Template(step, "single", isPair: false), Template(step, "pair", isPair: true)),
        "ByteLevel" => null,
        "Sequence" => Sequence(step["processors"]),
        var unknown => throw new FormatException(
            $"{step.Path}.type is '{unknown}', expected BertProcessing, ByteLevel, RobertaProcessing, Sequence or TemplateProcessing"),
    };

    private static Templates? Sequence(JsonPart steps)
    {
        Templates[] found = [.. steps.Items().Select(ReadStep).OfType<Templates>()];
        return found.Length <= 1
            ? found.FirstOrDefault()
            : throw new FormatException($"{steps.Path} adds special tokens in {found.Length} steps, expected at most one");
    }

    private static int IdIn(JsonPart tokenAndId) =>
        tokenAndId.Items().ToArray() is [_, var id] ? id.Int() : throw tokenAndId.Unexpected("a token and its id");

    private static TokenTemplate Template(JsonPart step, string name, bool isPair)
    {
        // Files without a pair template do not serve models that read pairs.
        if (step.Find(name) is not { } parts)
        {
            return isPair ? None.Pair : throw new FormatException($"{step.Path}.{name} is missing");
        }

        TokenTemplate template = new([.. parts.Items().SelectMany(part => Parts(part, step)).Take(TokenizerLimits.SpecialTokens + 3)]);
        if (template.SpecialCount > TokenizerLimits.SpecialTokens)
        {
            throw new FormatException(
                $"{parts.Path} has more than {TokenizerLimits.SpecialTokens} special tokens, expected at most as many; take another model");
        }

        int first = template.Parts.Count(part => part.Place == TemplatePlace.First);
        int second = template.Parts.Count(part => part.Place == TemplatePlace.Second);
        return first == 1 && second == (isPair ? 1 : 0)
            ? template
            : throw new FormatException(
                $"{parts.Path} holds text A {first} times and text B {second} times, expected A once and B {(isPair ? "once" : "never")}");
    }

    private static int TypeId(JsonPart part) => part.Find("type_id") is not { } stated ? 0
        : stated.Int() is >= 0 and < MostTypes and var id ? id
        : throw stated.Unexpected($"0 to {MostTypes - 1}");

    private static IEnumerable<TemplatePart> Parts(JsonPart part, JsonPart step)
    {
        if (part.Find("Sequence") is { } sequence)
        {
            JsonPart id = sequence["id"];
            int typeId = TypeId(sequence);
            return [id.Text() switch
            {
                "A" => TemplatePart.First(typeId),
                "B" => TemplatePart.Second(typeId),
                _ => throw id.Unexpected("A or B"),
            }];
        }

        JsonPart special = part["SpecialToken"];
        int type = TypeId(special);
        return step["special_tokens"][special["id"].Text()]["ids"].Items().Select(id => TemplatePart.Special(id.Int(), type));
    }
}
