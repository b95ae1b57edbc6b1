using System.Text.RegularExpressions;
using FaqBot.Core.Importing.Reports;

namespace FaqBot.Core.Importing.Formats;

/// <summary>Reads the Markdown of Rasa 1: responses of retrieval intents, and stories, which look alike.</summary>
/// <remarks>
/// A response is <c>* faq/opening</c> with answers below, a step of a story <c>* greet</c> with actions below, one of a test
/// <c>* greet: hello</c>. Source: <see href="https://legacy-docs-v1.rasa.com/core/retrieval-actions/"/>.
/// </remarks>
internal static partial class RasaMarkdown
{
    /// <summary>Whether a text holds responses: each of its items is a retrieval intent with answers below.</summary>
    public static bool AreResponses(string text) =>
        Response().IsMatch(text) && Step().Matches(text).All(step => Intent().IsMatch(step.Groups[1].Value)) && !AreStories(text);

    /// <summary>Whether a text holds stories or tests of conversations.</summary>
    public static bool AreStories(string text) => Action().IsMatch(text);

    /// <summary>The responses: each intent with the variants of its answer.</summary>
    public static IEnumerable<(string Intent, List<FoundText> Texts)> Responses(string file, string text)
    {
        Dictionary<string, List<FoundText>> responses = new(StringComparer.Ordinal);
        List<FoundText>? texts = null;
        foreach ((int index, string line) in text.ReplaceLineEndings("\n").Split('\n').Index())
        {
            string trimmed = line.Trim();
            if (trimmed.StartsWith('#'))
            {
                texts = null;
            }
            else if (Step().Match(line) is { Success: true } step)
            {
                string intent = step.Groups[1].Value.Trim();
                texts = responses.TryGetValue(intent, out List<FoundText>? known) ? known : responses[intent] = [];
            }
            else if (texts is not null && trimmed is ['-', ' ' or '\t', ..])
            {
                // A line break is written as two characters.
                texts.Add(new FoundText(trimmed[1..].Trim().Replace("\\n", "\n", StringComparison.Ordinal), new Place(file, index + 1)));
            }
            else if (texts is [.., var last] && trimmed.Length > 0)
            {
                texts[^1] = last with { Text = $"{last.Text}\n{trimmed}" };
            }
        }

        return responses.Where(response => response.Value.Count > 0).Select(response => (response.Key, response.Value));
    }

    /// <summary>Stories of one intent and one action.</summary>
    public static IEnumerable<(string Intent, string Action)> Rules(string text)
    {
        foreach (string story in Heading().Split(text.ReplaceLineEndings("\n")))
        {
            string[] lines = [.. story.Split('\n').Select(line => line.Trim()).Where(line => line is ['*' or '-' or '>', ..])];
            if (lines is [['*', .. var intent], ['-', .. var action]] && !intent.AsSpan().ContainsAny('{', ':'))
            {
                yield return (intent.Trim(), action.Trim());
            }
        }
    }

    [GeneratedRegex(@"^##[^\n]*\n\s*\*[ \t]+[\w.-]+/[\w.-]+[ \t]*\r?\n\s*-[ \t]", RegexOptions.Multiline)]
    private static partial Regex Response();

    [GeneratedRegex(@"^[ \t]*\*[ \t]+([^\r\n]*)", RegexOptions.Multiline)]
    private static partial Regex Step();

    [GeneratedRegex(@"^[\w.-]+/[\w.-]+\s*\z")]
    private static partial Regex Intent();

    [GeneratedRegex(
        @"^[ \t]*\*[ \t]+\w[^\r\n]*\n\s*-[ \t]+(?:utter_|respond_|action_)[\w./-]+[ \t]*(?:\r?$|\z)", RegexOptions.Multiline)]
    private static partial Regex Action();

    [GeneratedRegex(@"^[ \t]*##[^\n]*$", RegexOptions.Multiline)]
    private static partial Regex Heading();
}
