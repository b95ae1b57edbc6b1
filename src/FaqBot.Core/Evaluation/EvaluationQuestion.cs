using FaqBot.Core.Matching;
using FaqBot.Core.Text;

namespace FaqBot.Core.Evaluation;

/// <summary>A question with a label.</summary>
/// <param name="Question">The question.</param>
/// <param name="Entry">Id of the entry that answers it, or null: none does.</param>
/// <param name="Language">Tag of its language.</param>
/// <param name="Filter">Which entries may answer.</param>
public sealed record EvaluationQuestion(Question Question, string? Entry, string Language, EntryFilter Filter);
