using FaqBot.Encoding.Tokenizing.Texts;

namespace FaqBot.Encoding.Tokenizing;

/// <summary>What stands in a place of a <see cref="TokenTemplate"/>.</summary>
internal enum TemplatePlace
{
    /// <summary>A special token.</summary>
    Special,

    /// <summary>The tokens of the first text.</summary>
    First,

    /// <summary>The tokens of the second text.</summary>
    Second,
}

/// <summary>A place of a <see cref="TokenTemplate"/>.</summary>
/// <param name="Place">What stands there.</param>
/// <param name="Id">Id of the special token.</param>
/// <param name="TypeId">Type of all ids that stand there.</param>
internal readonly record struct TemplatePart(TemplatePlace Place, int Id, int TypeId)
{
    public static TemplatePart Special(int id, int typeId = 0) => new(TemplatePlace.Special, id, typeId);

    public static TemplatePart First(int typeId = 0) => new(TemplatePlace.First, 0, typeId);

    public static TemplatePart Second(int typeId) => new(TemplatePlace.Second, 0, typeId);
}

/// <summary>How special tokens frame one text, or two texts that a model reads together.</summary>
/// <param name="Parts">The places in order; each text has one.</param>
internal sealed record TokenTemplate(TemplatePart[] Parts)
{
    /// <summary>How many special tokens there are.</summary>
    public int SpecialCount { get; } = Parts.Count(part => part.Place == TemplatePlace.Special);

    /// <summary>Writes the ids.</summary>
    /// <param name="first">Tokens of the first text, cut to what has room.</param>
    /// <param name="second">Tokens of the second text.</param>
    /// <param name="ids">Receives the ids.</param>
    /// <param name="typeIds">Receives their types, or is empty.</param>
    /// <returns>How many ids were written.</returns>
    public int Write(ReadOnlySpan<TokenSpan> first, ReadOnlySpan<TokenSpan> second, Span<int> ids, Span<int> typeIds)
    {
        int count = 0;
        foreach (TemplatePart part in Parts)
        {
            int start = count;
            if (part.Place == TemplatePlace.Special)
            {
                ids[count++] = part.Id;
            }
            else
            {
                foreach (TokenSpan token in part.Place == TemplatePlace.First ? first : second)
                {
                    ids[count++] = token.Id;
                }
            }

            if (!typeIds.IsEmpty)
            {
                typeIds[start..count].Fill(part.TypeId);
            }
        }

        return count;
    }
}
