using FaqBot.Encoding.Running;

namespace FaqBot.Core.Answering;

/// <summary>A kind of work, the most urgent first.</summary>
public enum LoadKind
{
    /// <summary>A customer's question; what is stored or cached needs no encoder and is never refused.</summary>
    Ask,

    /// <summary>Completing what is being typed.</summary>
    Suggest,

    /// <summary>What a customer said about an answer.</summary>
    Feedback,

    /// <summary>Texts of those who want vectors or scores.</summary>
    Embeddings,

    /// <summary>Measuring drafts and looking for suggestions: waits, rather than being refused.</summary>
    Evaluation,
}

/// <summary>Who goes first when more is asked than can be done, and when others are refused.</summary>
/// <remarks>
/// Each kind has a patience of its own: as the wait grows, the least urgent is refused first, which may already be enough. Within a kind
/// each knowledge base waits for itself, so that one tenant's burst costs others little.
/// </remarks>
/// <param name="options">The wait to aim at, without faults.</param>
public sealed class LoadPolicy(LoadOptions options)
{
    private static readonly string[] Names = [.. Enum.GetNames<LoadKind>().Select(name => name.ToLowerInvariant())];
    private static readonly int[] Weights = [16, 16, 16, 4, 1];

    // In halves of the wait to aim at.
    private static readonly int[] Patiences = [6, 5, 4, 3, 2];

    /// <summary>The share of measuring and looking for suggestions, which is never refused.</summary>
    public static TextShare Evaluation { get; } = new LoadPolicy(new LoadOptions()).ShareOf(LoadKind.Evaluation, "");

    /// <summary>How metrics name a kind.</summary>
    /// <param name="kind">The kind.</param>
    /// <returns>Its name.</returns>
    public static string NameOf(LoadKind kind) => Names[(int)kind];

    /// <summary>The least wait of texts at which a kind is refused.</summary>
    /// <param name="kind">The kind.</param>
    /// <returns>The wait; null: never.</returns>
    public TimeSpan? PatienceOf(LoadKind kind) =>
        options.TargetWait == TimeSpan.Zero || kind == LoadKind.Evaluation ? null : options.TargetWait / 2 * Patiences[(int)kind];

    /// <summary>The share of the encoder for a kind of work.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="owner">The knowledge base, or empty.</param>
    /// <returns>The share.</returns>
    public TextShare ShareOf(LoadKind kind, string owner)
    {
        TimeSpan? patience = PatienceOf(kind);

        // What a knowledge base's own questions keep waiting shall not close it to others: for them, twice as long.
        return new TextShare(NameOf(kind), owner, Weights[(int)kind], patience, kind == LoadKind.Ask ? patience * 2 : patience);
    }
}
