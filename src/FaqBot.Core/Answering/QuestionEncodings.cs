using System.Collections.Concurrent;
using System.Diagnostics;
using FaqBot.Encoding.Running;

namespace FaqBot.Core.Answering;

/// <summary>The encodings of one question: what several knowledge bases ask for is encoded once.</summary>
/// <remarks>Thread-safe: the texts of a question are encoded beside each other.</remarks>
/// <param name="share">Whose question it is.</param>
internal sealed class QuestionEncodings(TextShare share)
{
    private readonly ConcurrentDictionary<(string Fingerprint, string Text), AskedText> _texts = new(concurrencyLevel: 1, capacity: 4);

    /// <summary>Encodes a text, or gives what it was encoded to before.</summary>
    public async ValueTask<AskedText> OfAsync(PublishedCatalog published, string text, CancellationToken cancellationToken)
    {
        bool toJudge = published.Confidence.Judging is not null;
        (string, string) key = (published.Encoder.Identity.Fingerprint, text);
        if (_texts.TryGetValue(key, out AskedText? known) && (known.Judged is not null || !toJudge))
        {
            return known;
        }

        using Activity? step = AnswerTrace.Begin("faqbot.encode");
        step?.SetTag("faqbot.model", published.Encoder.Identity.Name);
        return _texts[key] = await published.Encoder.EncodeAsync(text, toJudge, share, cancellationToken);
    }
}
