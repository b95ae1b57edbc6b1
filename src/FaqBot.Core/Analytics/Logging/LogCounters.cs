using System.Diagnostics.Metrics;
using FaqBot.Core.Matching;

namespace FaqBot.Core.Analytics.Logging;

/// <summary>Counts what the question log takes in, for the meter <c>FaqBot</c>.</summary>
public static class LogCounters
{
    internal const string Full = "full", Error = "error";

    private static readonly Meter Meter = new("FaqBot");

    private static Counter<long> Questions { get; } = Meter.CreateCounter<long>(
        "faqbot.questions", description: "Questions that were answered, by knowledge base, channel and decision.");

    internal static Counter<long> Dropped { get; } = Meter.CreateCounter<long>(
        "faqbot.question_log.dropped", description: "Questions that are missing in the log, by reason: queue full, or file not writable.");

    internal static Counter<long> LeftOut { get; } = Meter.CreateCounter<long>(
        "faqbot.question_log.left_out", description: "Questions that were not logged on purpose, by reason.");

    /// <summary>Counts a question that was answered.</summary>
    internal static void Count(AskedQuestion asked) => Questions.Add(
        1, new("kb", asked.Version.KnowledgeBaseId), new("channel", asked.Asker.Channel), new("decision", NameOf(asked.Decision)));

    private static string NameOf(Decision decision) => decision switch
    {
        Decision.Answer => "answer",
        Decision.Suggestions => "suggestions",
        _ => "noMatch",
    };

    /// <summary>Lets the series of missing questions begin: one that begins with its first fault shows no increase.</summary>
    public static void CountFromZero()
    {
        foreach (string reason in (string[])[Full, Error])
        {
            Dropped.Add(0, new KeyValuePair<string, object?>("reason", reason));
        }
    }
}
