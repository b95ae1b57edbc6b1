using FaqBot.Core.Analytics;
using FaqBot.Core.Matching;
using FaqBot.Core.Storage;
using FaqBot.Core.Text;

namespace FaqBot.Core.Answering;

/// <summary>A question with all that decides its answer.</summary>
/// <param name="Question">The question.</param>
/// <param name="KnowledgeBaseId">The knowledge base to answer from.</param>
/// <param name="Filter">Which entries may answer.</param>
/// <param name="Top">Most entries to give in all, 1…<see cref="Ranking.MaxEntries"/>.</param>
/// <param name="Threshold">Least confidence of an answer, 0…1, instead of the configured one; or null.</param>
public sealed record Ask(Question Question, string KnowledgeBaseId, EntryFilter Filter, int Top, double? Threshold)
{
    /// <summary>Which version answers: the customers', or the owner's draft where there is one.</summary>
    public Deployment Deployment { get; init; }

    /// <summary>The question before, which stands for the entry that it asks for where none is named; or null.</summary>
    public Question? PreviousQuestion { get; init; }

    /// <summary>The conversation, by the name that <see cref="Conversations.ConversationKey.NameOf"/> makes: its last answer is the
    /// context where none is given; or null.</summary>
    public string? ConversationId { get; init; }

    /// <summary>Least confidence of what the asker is shown, 0…1: below it nothing matches for them.</summary>
    public double LeastShown { get; init; }

    /// <summary>Who asks; null: nobody, so that nothing is logged.</summary>
    public Asker? Asker { get; init; }

    /// <summary>Where the reply is kept for the next time that the very same is asked; null: nowhere.</summary>
    public RepeatedAsk? Repeated { get; init; }
}
