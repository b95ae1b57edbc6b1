using FaqBot.Core.Analytics.Sqlite;
using FaqBot.Core.Storage;

namespace FaqBot.Core.Analytics.Logging;

/// <summary>The wordings in the question log, as suggestions are made of them, and the suggestions that were rejected.</summary>
/// <remarks>Thread-safe; every call works on the file and blocks meanwhile.</remarks>
/// <param name="log">The log.</param>
/// <param name="time">The clock.</param>
public sealed class LoggedQuestions(QuestionLog log, TimeProvider time)
{
    /// <summary>Most rejections of a knowledge base that are listed and looked at, the latest.</summary>
    public const int MostRejections = 5_000;

    /// <summary>The wordings of a knowledge base whose texts are kept, those of most people first.</summary>
    /// <param name="knowledgeBaseId">The knowledge base.</param>
    /// <param name="most">Most wordings.</param>
    /// <returns>The wordings.</returns>
    /// <exception cref="StoreException">The file cannot be read.</exception>
    public IReadOnlyList<LoggedWording> Wordings(string knowledgeBaseId, int most)
    {
        DateOnly since = log.Options.DayOf(knowledgeBaseId, time.GetUtcNow()).AddDays(-log.Options.TextDays);
        return log.Open().Read(connection => new WordingReader(connection).Read(knowledgeBaseId, since, most));
    }

    /// <summary>The vectors that are kept of wordings.</summary>
    /// <param name="wordings">The wordings.</param>
    /// <param name="model">Fingerprint of the encoder.</param>
    /// <returns>Those that are there, by the wording's number.</returns>
    /// <exception cref="StoreException">The file cannot be read.</exception>
    public IReadOnlyDictionary<long, float[]> Vectors(IEnumerable<LoggedWording> wordings, string model) =>
        log.Open().Read(connection => new WordingReader(connection).Vectors(wordings.Select(wording => wording.Id), model));

    /// <summary>Keeps vectors, so that a wording is encoded once.</summary>
    /// <param name="vectors">Numbers of wordings, and their unit vectors.</param>
    /// <param name="model">Fingerprint of the encoder.</param>
    /// <exception cref="StoreException">The file cannot be written.</exception>
    public void Save(IReadOnlyCollection<(long Wording, float[] Vector)> vectors, string model) =>
        log.Open().Change(connection => WordingReader.Save(connection, vectors, model));

    /// <summary>The rejections of a knowledge base, the latest first.</summary>
    /// <param name="knowledgeBaseId">The knowledge base.</param>
    /// <returns>The rejections.</returns>
    /// <exception cref="StoreException">The file cannot be read.</exception>
    public IReadOnlyList<Rejection> Rejections(string knowledgeBaseId) =>
        log.Open().Read(connection => new WordingReader(connection).Rejections(knowledgeBaseId, MostRejections));

    /// <summary>Keeps a rejection.</summary>
    /// <param name="rejection">The rejection; its number does not count.</param>
    /// <returns>The rejection with its number.</returns>
    /// <exception cref="StoreException">The file cannot be written.</exception>
    public Rejection Reject(Rejection rejection) =>
        rejection with { Id = log.Open().Change(connection => WordingReader.Reject(connection, rejection)) };

    /// <summary>Takes a rejection back.</summary>
    /// <param name="knowledgeBaseId">The knowledge base.</param>
    /// <param name="id">Its number.</param>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="StoreException">The file cannot be written.</exception>
    public bool Unreject(string knowledgeBaseId, long id) =>
        log.Open().Change(connection => WordingReader.Unreject(connection, knowledgeBaseId, id));
}
