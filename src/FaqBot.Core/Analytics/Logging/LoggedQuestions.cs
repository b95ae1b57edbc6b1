using FaqBot.Core.Analytics.Relational;
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

    /// <summary>The wordings of the last questions of a knowledge base whose texts are kept, the latest first.</summary>
    /// <param name="knowledgeBaseId">The knowledge base.</param>
    /// <param name="most">Most questions to look at.</param>
    /// <returns>The wordings, and how often each is among those questions.</returns>
    /// <exception cref="StoreException">The file cannot be read.</exception>
    public IReadOnlyList<(LoggedWording Wording, long Times)> Latest(string knowledgeBaseId, int most) =>
        log.Open().Read(connection => new WordingReader(connection).Latest(knowledgeBaseId, most));

    /// <summary>Wordings of questions that are spread evenly over the days of a week, as far as their texts are kept.</summary>
    /// <param name="knowledgeBaseId">The knowledge base.</param>
    /// <param name="monday">The first day.</param>
    /// <param name="ofDay">Most questions of a day.</param>
    /// <returns>The wordings, and how often each was met.</returns>
    /// <exception cref="StoreException">The file cannot be read.</exception>
    public IReadOnlyList<(LoggedWording Wording, long Times)> Week(string knowledgeBaseId, DateOnly monday, int ofDay) =>
        log.Open().Read(connection => new WordingReader(connection).Week(knowledgeBaseId, monday, ofDay));

    /// <summary>How wordings were asked of late.</summary>
    /// <param name="knowledgeBaseId">The knowledge base.</param>
    /// <param name="wordings">Their numbers.</param>
    /// <param name="before">The first of the days before.</param>
    /// <param name="from">The first of the last days.</param>
    /// <param name="to">The last day.</param>
    /// <returns>Those that were asked, by their numbers.</returns>
    /// <exception cref="StoreException">The file cannot be read.</exception>
    public IReadOnlyDictionary<long, RecentWording> Recent(
        string knowledgeBaseId, IReadOnlySet<long> wordings, DateOnly before, DateOnly from, DateOnly to) => log.Open().Read(
        connection => new WordingReader(connection).Recent(knowledgeBaseId, wordings, before, from, to));

    /// <summary>The mean vector of a week's questions; null where it was not kept.</summary>
    /// <param name="knowledgeBaseId">The knowledge base.</param>
    /// <param name="monday">The first day.</param>
    /// <param name="model">Fingerprint of the encoder.</param>
    /// <returns>Of how many questions it is, and the vector.</returns>
    /// <exception cref="StoreException">The file cannot be read.</exception>
    public (long Questions, float[] Vector)? Centroid(string knowledgeBaseId, DateOnly monday, string model) =>
        log.Open().Read(connection => new WordingReader(connection).Centroid(knowledgeBaseId, monday, model));

    /// <summary>Keeps the mean vector of a week that is over: it outlives the texts, which it does not give away.</summary>
    /// <param name="knowledgeBaseId">The knowledge base.</param>
    /// <param name="monday">The first day.</param>
    /// <param name="model">Fingerprint of the encoder.</param>
    /// <param name="questions">Of how many questions it is.</param>
    /// <param name="vector">The vector.</param>
    /// <exception cref="StoreException">The file cannot be written.</exception>
    public void Save(string knowledgeBaseId, DateOnly monday, string model, long questions, float[] vector) => log.Open().Change(
        connection => WordingReader.SaveCentroid(connection, knowledgeBaseId, monday, model, questions, vector));

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
