using System.Diagnostics;
using System.Diagnostics.Metrics;
using FaqBot.Core.Matching;
using FaqBot.Core.Storage;

namespace FaqBot.Core.Answering;

/// <summary>Shows how a question is answered: the span <c>faqbot.answer</c>, and <c>faqbot.answer.duration</c> by origin.</summary>
/// <remarks>Thread-safe; costs next to nothing while nobody listens. Nothing that was asked or answered is an attribute.</remarks>
internal static class AnswerTrace
{
    private static readonly ActivitySource Source = new("FaqBot");
    private static readonly Meter Meter = new("FaqBot");

    private static readonly Histogram<double> Duration = Meter.CreateHistogram<double>(
        "faqbot.answer.duration", "s", "Time to answer a question, by where its answer comes from: exact, cached or ranked.");

    private static readonly KeyValuePair<string, object?> Exact = new("origin", "exact"), Cached = new("origin", "cached"),
        Ranked = new("origin", "ranked");

    /// <summary>Whether somebody listens to the steps of an answer.</summary>
    public static bool IsWatched => Source.HasListeners();

    /// <summary>Begins a step.</summary>
    /// <returns>The step, to be disposed of at its end; null while nobody listens.</returns>
    public static Activity? Begin(string name) => Source.StartActivity(name);

    /// <summary>Tells what a question came to.</summary>
    /// <param name="step">The step, or null.</param>
    /// <param name="findings">What was found.</param>
    /// <param name="decision">What was answered.</param>
    /// <param name="deployment">Which version was asked.</param>
    /// <param name="elapsed">How long it took.</param>
    public static void End(Activity? step, Findings findings, Decision decision, Deployment deployment, TimeSpan elapsed)
    {
        KeyValuePair<string, object?> origin = findings.Exact ? Exact : findings.Cached ? Cached : Ranked;
        Duration.Record(elapsed.TotalSeconds, origin);
        if (step is not { IsAllDataRequested: true })
        {
            return;
        }

        VersionIdentity version = findings.Catalog.Identity;
        step.SetTag("faqbot.kb", version.KnowledgeBaseId);
        step.SetTag("faqbot.version", version.Number);
        step.SetTag("faqbot.deployment", deployment.ToString());
        step.SetTag("faqbot.origin", origin.Value);
        step.SetTag("faqbot.decision", decision.ToString());
    }
}
