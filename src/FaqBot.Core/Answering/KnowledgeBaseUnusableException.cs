using FaqBot.Core.Storage;

namespace FaqBot.Core.Answering;

/// <summary>A question names a knowledge base that is published, but cannot be read, and of which nothing was read before.</summary>
/// <param name="id">What was asked for.</param>
/// <param name="fault">Why it cannot be read.</param>
public sealed class KnowledgeBaseUnusableException(string id, Exception fault)
    : Exception($"Knowledge base '{id}' is published and cannot be answered from. {Told(fault)}", fault)
{
    /// <summary>What callers are told of a fault, without paths.</summary>
    /// <param name="fault">The fault.</param>
    /// <returns>One or two sentences.</returns>
    public static string Told(Exception fault) => fault switch
    {
        StoreException store => store.Told,
        Matching.VersionMismatchException => "Its vectors are of an encoder that is not loaded; the service's log names both.",
        _ => "It cannot be loaded; the service's log says why.",
    };
}
