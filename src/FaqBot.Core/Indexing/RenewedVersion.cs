using FaqBot.Core.Storage;

namespace FaqBot.Core.Indexing;

/// <summary>What became of the confidence that was fitted for a knowledge base, when its version was encoded anew.</summary>
public enum FormerFit
{
    /// <summary>There was none, or it is none of this encoder's affairs.</summary>
    None,

    /// <summary>It was fitted again, on the questions that are stored.</summary>
    Renewed,

    /// <summary>It is kept but not applied: it was fitted on labelled questions, which are not stored, or there is too little to fit it
    /// on.</summary>
    Lapsed,
}

/// <summary>A version that was encoded anew.</summary>
/// <param name="From">The version whose content it is.</param>
/// <param name="Index">What was done.</param>
/// <param name="Fit">What became of the confidence that was fitted for the knowledge base.</param>
public sealed record RenewedVersion(VersionIdentity From, IndexResult Index, FormerFit Fit);
