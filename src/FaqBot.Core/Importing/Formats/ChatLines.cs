using System.Text.Json;
using FaqBot.Core.Importing.Reports;

namespace FaqBot.Core.Importing.Formats;

/// <summary>Reads conversations as models are trained with them, a line of JSON each: what a user says is the question, what the assistant
/// says is its answer. Dify exports its annotations so.</summary>
internal static class ChatLines
{
    /// <summary>Whether the first line of a text is a conversation.</summary>
    /// <param name="first">Its first character that is no blank.</param>
    /// <param name="text">The text.</param>
    public static bool IsOne(char first, string text)
    {
        if (first != '{' || !QnaCells.TryParse(text.TrimStart().Split('\n', 2)[0], out JsonDocument? document))
        {
            return false;
        }

        using (document)
        {
            return document.RootElement.Find("messages").Items().Any(message => message.Find("role").AsText() == "user");
        }
    }

    /// <summary>Reads conversations.</summary>
    public static void Read(string file, string text, ReadingContext context)
    {
        int number = 0;
        foreach (ReadOnlySpan<char> line in text.AsSpan().EnumerateLines())
        {
            number++;
            if (line.IsWhiteSpace())
            {
                continue;
            }

            context.CountRow();
            Place place = new(file, number);
            if (QnaCells.TryParse(line.ToString(), out JsonDocument? document))
            {
                using (document)
                {
                    Read(document.RootElement, place, context);
                }
            }
            else
            {
                context.Refuse(NoteCode.FileNotRead, place, "the line is no JSON that can be read; mend its syntax");
            }
        }
    }

    private static void Read(JsonElement conversation, Place place, ReadingContext context)
    {
        (string Role, string Text)[] turns =
        [
            .. from message in conversation.Find("messages").Items().SkipWhile(message => message.Find("role").AsText() != "user")
               select (message.Find("role").AsText() ?? "", message.Find("content").AsText() ?? ""),
        ];
        if (turns is not [var asked, var said, ..] || said.Role != "assistant")
        {
            context.LeaveOut(NoteCode.NoAnswer, place, "the conversation has no user's message with an assistant's below");
            return;
        }

        FoundEntry entry = new(place);
        entry.Questions.Add(new FoundText(asked.Text, place with { Column = "user" }));
        entry.Answer(said.Text, place with { Column = "assistant" });
        context.Add(entry);
        if (turns.Length > 2)
        {
            context.Notes.LeftOut(
                NoteCode.PartNotRead, place, $"the conversation goes on with {turns.Length - 2} messages, which were left out");
        }
    }
}
