using FaqBot.Core.Text;

namespace FaqBot.Core.Matching;

/// <summary>A question that the owner of a knowledge base has labelled.</summary>
/// <param name="Question">The question.</param>
/// <param name="Entry">Id of the entry that answers it, or null.</param>
/// <param name="IsNearMiss">Whether no entry answers it though it looks as if one did; false for what is of another field.</param>
public sealed record LabelledText(Question Question, string? Entry, bool IsNearMiss);
