using System.CommandLine;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using FaqBot.Core.Answering;
using FaqBot.Core.Knowledge;
using FaqBot.Core.Matching;
using FaqBot.Core.Text;
using FaqBot.Indexer.CommandLine;

namespace FaqBot.Indexer.Asking;

/// <summary><c>ask</c>: asks a question and shows why it was answered so.</summary>
internal static class AskCommand
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private const int BestShown = 3, Indent = 2;

    public static Command Create(TimeProvider time)
    {
        Argument<string> question = new("question")
        {
            Description =
            "The question. Without one, questions are read line by line.",
            Arity = ArgumentArity.ZeroOrOne
        };
        AskedKnowledgeOptions knowledge = new();
        RerankingOptions reranking = new();
        Option<double> threshold =
            ShareOption.Create("--threshold", "Least confidence of an answer, 0 to 1.", new AnsweringOptions().AnswerThreshold);
        Option<string> previous = new("--previous") { Description = "Id of the entry that was answered before, as context." };
        Option<bool> json = new("--json") { Description = "Print one JSON object a question." };
        Option<bool> all = new("--all") { Description = $"Show every entry that was weighed, not the best {BestShown} alone." };
        Command command = new("ask", "Ask a question and see the evidence for each entry.") { question, threshold, previous, json, all };
        knowledge.AddTo(command);
        reranking.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using AskedKnowledge asked = await knowledge.OpenAsync(parsed, cancellationToken);
            MatchPolicy policy = new AnsweringOptions().ToPolicy().With(parsed.GetValue(threshold));
            EntryFilter filter = new([], FilterJoin.And, parsed.GetValue(previous));
            using LoadedReaders readers = reranking.Load(parsed, knowledge, asked);
            IReadOnlyList<RerankingStage> stages = readers.In(asked);
            int shown = parsed.GetValue(all) ? int.MaxValue : BestShown;
            Action<Explanation, FaqCatalog> print =
                parsed.GetValue(json) ? PrintJson : (explanation, catalog) => Print(explanation, catalog, shown);
            if (parsed.GetValue(question) is { } typed)
            {
                return await AskAsync(asked.Published, typed, filter, policy, stages, time, print);
            }

            int code = ExitCode.Success;
            while (NextLine() is { } line)
            {
                code = Math.Max(code, line.Length == 0
                    ? ExitCode.Success : await AskAsync(asked.Published, line, filter, policy, stages, time, print));
            }

            return code;
        });
        return command;
    }

    private static string? NextLine()
    {
        if (!Console.IsInputRedirected)
        {
            Console.Out.Write("> ");
        }

        return Console.In.ReadLine()?.Trim();
    }

    private static async Task<int> AskAsync(
        PublishedCatalog published, string typed, EntryFilter filter, MatchPolicy policy, IReadOnlyList<RerankingStage> stages,
            TimeProvider time,
            Action<Explanation, FaqCatalog> print)
    {
        if (!Question.TryParse(typed, Question.DefaultMaxRunes, null, out Question? question, out string? fault))
        {
            Console.Error.WriteLine(fault);
            return ExitCode.Usage;
        }

        Explanation explanation = await Explanation.OfAsync(
            published, question, filter, policy, time.GetUtcNow(), (text, toJudge) =>
                published.Encoder.EncodeAsync(text, toJudge, CancellationToken.None), stages);
        print(explanation, published.Catalog);
        return ExitCode.Success;
    }

    /// <summary>The verdict and the answer, then why.</summary>
    private static void Print(Explanation explanation, FaqCatalog catalog, int shown)
    {
        Question question = explanation.Question;
        ConsoleParagraph.Write(Reason(explanation, catalog));
        if (explanation.Decision == Decision.Answer)
        {
            ConsoleParagraph.Write(catalog.Entries[explanation.Entries[0].Ranked.Entry].Answer.For(question.Language), Indent);
        }

        Console.Out.WriteLine();
        ConsoleParagraph.Write(
            $"Read as '{question.Text}'{(explanation.SearchedFor == question.Text ? "" : $", searched for '{explanation.SearchedFor}'")}"
            + $"{HowCorrected(explanation)}, {LanguageTag.Of(question.Language)}");
        if (TeachingText.Of(catalog.Identity) is { } taught)
        {
            ConsoleParagraph.Write($"The ranking is {taught}.");
        }

        foreach ((int index, ExplainedEntry entry) in explanation.Entries.Take(shown).Index())
        {
            Console.Out.WriteLine();
            string score = entry.Contender is { Score: var number } ? $", score {Text(number)}" : "";
            ConsoleParagraph.Write(
                $"{Text(index + 1)}. {catalog.Entries[entry.Ranked.Entry].Id}: confidence "
                + $"{ConsoleTable.Text(entry.Ranked.Confidence, "0.0000")}{score}");
            ConsoleParagraph.Write($"nearest question: {catalog.Questions[entry.Ranked.Row].Text}", Indent);
            ConsoleParagraph.Write(InWords(entry), Indent);
        }

        if (explanation.Entries.Count > shown)
        {
            Console.Out.WriteLine();
            Console.Out.WriteLine($"{Text(explanation.Entries.Count - shown)} more entries were weighed; --all shows them.");
        }
    }

    private static void PrintJson(Explanation explanation, FaqCatalog catalog) => Console.Out.WriteLine(JsonSerializer.Serialize(
        new
        {
            question = explanation.Question.Original,
            text = explanation.Question.Text,
            searchedFor = explanation.SearchedFor,
            explanation.Correction,
            explanation.Clauses,
            language = LanguageTag.Of(explanation.Question.Language),
            decision = explanation.Decision.ToString().ToLowerInvariant(),
            reason = Reason(explanation, catalog),
            threshold = explanation.Policy.AnswerThreshold,
            suggestThreshold = explanation.Policy.SuggestThreshold,
            knowledgeBase = catalog.Identity.KnowledgeBaseId,
            version = catalog.Identity.Number,
            taught = TeachingText.Report(catalog.Identity),
            entries = explanation.Entries.Select(entry => new
            {
                entry = catalog.Entries[entry.Ranked.Entry].Id,
                nearestQuestion = catalog.Questions[entry.Ranked.Row].Text,
                confidence = entry.Ranked.Confidence,
                cosine = entry.Ranked.Cosine,
                entry.Evidence,
                entry.Contender?.Score,
                differences = entry.Contender?.Differences is { } differences ? new
                {
                    rivals = differences.Rivals.Select(pair => $"{pair.Word} ≠ {pair.Rival}"),
                    differences.Agreements,
                    differences.ConflictingValues,
                    differences.LackingValues,
                    differences.MissingValues,
                    differences.EqualValues,
                    differences.Reordered,
                    differences.InAnswer,
                } : null,
                judge = entry.Contender?.Logits,
                entry.Logit,
            }),
        },
        Json));

    private static string HowCorrected(Explanation explanation) => explanation.Correction switch
    {
        null => "",
        { IsPinyin: true } => " (read as pinyin)",
        _ => " (slips corrected)",
    };

    private static string Reason(Explanation explanation, FaqCatalog catalog)
    {
        if (explanation.Entries.Count == 0)
        {
            return "No match: no entry may answer now.";
        }

        RankedEntry best = explanation.Entries[0].Ranked;
        FaqEntry entry = catalog.Entries[best.Entry];
        string confidence =
            ConsoleTable.Text(best.Confidence, "0.0000"), answer = ConsoleTable.Text(explanation.Policy.AnswerThreshold, "0.####"),
            suggest = ConsoleTable.Text(explanation.Policy.SuggestThreshold, "0.####");
        return explanation.Decision switch
        {
            Decision.Answer when explanation.Exact is { } exact =>
                $"Answer '{entry.Id}': the question{(explanation.Correction is null ? "" : ", as it was meant,")} equals the stored "
                + $"'{catalog.Questions[exact.Row].Text}'.",
            Decision.Answer => $"Answer '{entry.Id}': its confidence {confidence} reaches the threshold {answer}.",
            Decision.Suggestions when explanation.Clauses.Count > 0 =>
                $"Suggestions: it asks {explanation.Clauses.Count} things, '{string.Join("', '", explanation.Clauses)}', which different "
                + $"entries answer.",
            Decision.Suggestions =>
                $"Suggestions: the confidence {confidence} of '{entry.Id}' is below the threshold {answer} and reaches {suggest}, that of "
                + $"suggestions.",
            _ => $"No match: the confidence {confidence} of '{entry.Id}' is below {suggest}, the threshold of suggestions.",
        };
    }

    private static string InWords(ExplainedEntry entry) => string.Join(", ", [
        .. entry.Evidence is { } evidence ? Parts(evidence) : [],
        .. entry.Contender?.Differences is { } differences ? Parts(differences) : [],
        .. entry.Contender?.Logits is { Count: > 0 } logits
            ? [string.Create(CultureInfo.InvariantCulture, $"judge {string.Join(" and ", logits.Select(logit => Text(logit)))}")]
            : Array.Empty<string>(),
        .. entry.Logit is { } logit ? [string.Create(CultureInfo.InvariantCulture, $"cross-encoder {logit:0.00}")] : Array.Empty<string>(),
    ]);

    private static IEnumerable<string> Parts(Differences differences)
    {
        foreach ((string word, string rival) in differences.Rivals)
        {
            yield return $"{word} ≠ {rival}";
        }

        (int Count, string What)[] counts =
        [
            (differences.ConflictingValues, "other values"), (differences.LackingValues, "values that it does not state"),
            (differences.MissingValues, "values that were not asked"), (differences.EqualValues, "equal values"),
        ];
        foreach ((int count, string what) in counts.Where(item => item.Count > 0))
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{count} {what}");
        }

        if (differences.Reordered)
        {
            yield return "the same words in another order";
        }

        if (differences.InAnswer > 0)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{differences.InAnswer:P0} of the asked words only in its answer");
        }
    }

    private static IEnumerable<string> Parts(Evidence evidence)
    {
        yield return string.Create(CultureInfo.InvariantCulture,
            $"cosine {evidence.Cosine:0.000} (relatedness {evidence.Nearest:0.00}, of the two nearest {evidence.NearestTwo:0.00}, votes of "
            + $"{evidence.Questions} questions {evidence.Votes:0.00})");
        if (evidence.OtherScript)
        {
            yield return "written in another script, so words cannot be compared";
        }
        else
        {
            yield return string.Create(CultureInfo.InvariantCulture,
                $"has {evidence.Coverage:P0} of the asked words, {evidence.StoredCoverage:P0} of its own were asked");
        }

        if (evidence.NumbersDiffer)
        {
            yield return "other numbers";
        }

        if (evidence.NegationDiffers)
        {
            yield return "one denies";
        }

        if (evidence.Opposed > 0)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{evidence.Opposed} opposed words");
        }

        if (evidence.NotThis > 0)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture, $"nearer by {evidence.NotThis:0.00} to a question that must not get it");
        }

        if (evidence.Taught != 0)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"taught {evidence.Taught:+0.00;-0.00}");
        }

        if (evidence.Context > 0)
        {
            yield return evidence.Context >= 1 ? "the previous answer's prompts name it" : "named beside the previous answer";
        }
    }

    private static string Text(double? number) => number is { } value ? ConsoleTable.Text(value, "0.00") : "";

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
