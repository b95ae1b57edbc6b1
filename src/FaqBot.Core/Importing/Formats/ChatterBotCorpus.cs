using FaqBot.Core.Importing.Reports;
using YamlDotNet.RepresentationModel;

namespace FaqBot.Core.Importing.Formats;

/// <summary>Reads corpora of ChatterBot: conversations whose first line is a question and whose second one is its answer.</summary>
/// <remarks>Source: <see href="https://github.com/gunthercox/chatterbot-corpus"/>.</remarks>
internal static class ChatterBotCorpus
{
    /// <summary>Whether a document is a corpus.</summary>
    public static bool IsOne(YamlMappingNode root) => root.Find("conversations") is YamlSequenceNode;

    /// <summary>Reads a corpus.</summary>
    public static void Read(string file, YamlMappingNode root, ReadingContext context)
    {
        string[] categories = [.. root.Find("categories").Items().Select(YamlText.AsText).OfType<string>()];
        foreach (YamlNode conversation in root.Find("conversations").Items())
        {
            YamlNode[] turns = [.. conversation.Items()];
            Place place = new(file, conversation.Line());
            if (turns.Length < 2)
            {
                context.CountRow();
                context.LeaveOut(NoteCode.NoAnswer, place, "the conversation has fewer than two lines");
                continue;
            }

            // Each line answers the one before it.
            for (int i = 0; i + 1 < turns.Length; i++)
            {
                context.CountRow();
                Place at = new(file, turns[i].Line());
                FoundEntry entry = new(at)
                {
                    Metadata = [.. categories.Select(category => new FoundPair("category", category, new Place(file, 1, "categories")))],
                };
                entry.Questions.Add(new FoundText(turns[i].AsText() ?? "", at));
                entry.Answer(turns[i + 1].AsText() ?? "", new Place(file, turns[i + 1].Line()));
                context.Add(entry);
            }
        }
    }
}
