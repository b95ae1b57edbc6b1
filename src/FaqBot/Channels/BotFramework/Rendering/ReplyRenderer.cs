using FaqBot.Channels.BotFramework.Messages;
using FaqBot.Core.Answering;
using FaqBot.Core.Matching;
using FaqBot.Texts;
using Microsoft.Bot.Schema;

namespace FaqBot.Channels.BotFramework.Rendering;

/// <summary>Turns replies into what a channel can show.</summary>
internal static class ReplyRenderer
{
    // Teams refuses messages beyond about 28 kB, UTF-16 and the card's own members included.
    private const int MostCardCharacters = 8_000;

    // Teams shows six actions of a card.
    private const int MostCardButtons = 6;

    /// <summary>Renders a reply.</summary>
    /// <param name="reply">The reply.</param>
    /// <param name="channel">What the channel can show.</param>
    /// <param name="unanswered">What is said where nothing matches, in Markdown.</param>
    /// <returns>Messages in order; one, unless an answer is too long for a card.</returns>
    public static Activity[] Render(Reply reply, ChannelAbilities channel, string unanswered)
    {
        string markdown = reply.Answer?.Text
            ?? (reply.Decision == Decision.Suggestions ? BotTexts.For(reply.Language).DidYouMean : unanswered);
        QuestionButton[] buttons = reply.Answer is { } answer
            ? [.. answer.Prompts.Select(prompt => new QuestionButton(prompt.Text, prompt.Question, answer.EntryId))]
            : [.. reply.Suggestions.Select(candidate => new QuestionButton(candidate.Question, candidate.Question, null))];
        Activity[] messages = channel.Buttons == ButtonStyle.AdaptiveCard
            ? ForCards(markdown, buttons) : [ForText(markdown, buttons, channel)];
        if (channel.ChannelData)
        {
            messages[^1].ChannelData = new Dictionary<string, object> { ["faqbot"] = Data(reply) };
        }

        return messages;
    }

    private static Activity[] ForCards(string markdown, QuestionButton[] buttons)
    {
        IReadOnlyList<MarkdownBlock> blocks = AnswerBlocks.Of(markdown);
        if (buttons.Length == 0 && blocks is [{ Kind: BlockKind.Paragraph or BlockKind.List }])
        {
            return [Message(markdown, TextFormatTypes.Markdown)];
        }

        List<MarkdownBlock>[] cards = [.. Divide(blocks)];
        return
        [
            .. cards.Select((card, index) =>
            {
                Activity message = new(ActivityTypes.Message)
                {
                    Attachments = [AnswerCard.Of(card, index == cards.Length - 1 ? buttons.Take(MostCardButtons) : [])],
                    Summary = Summary(card),
                };
                return message;
            }),
        ];
    }

    private static Activity ForText(string markdown, QuestionButton[] buttons, ChannelAbilities channel)
    {
        string text = channel.Markdown ? markdown : PlainText.Of(AnswerBlocks.Of(markdown));
        if (channel.Buttons == ButtonStyle.Lines)
        {
            text = string.Join(
                '\n', [text, .. buttons.Select(button => channel.Markdown ? $"- {button.Question}" : $"• {button.Question}")]);
        }

        Activity message = Message(text, channel.Markdown ? TextFormatTypes.Markdown : TextFormatTypes.Plain);
        List<CardAction> actions = [.. buttons.Select(button => new CardAction(ActionTypes.ImBack, button.Title, value: button.Question))];
        if (actions.Count > 0 && channel.Buttons == ButtonStyle.SuggestedActions)
        {
            // Nobody in particular; the Microsoft 365 Agents SDK refuses a reply without the list.
            message.SuggestedActions = new SuggestedActions { To = [], Actions = actions };
        }
        else if (actions.Count > 0 && channel.Buttons == ButtonStyle.HeroCard)
        {
            message.Attachments = [new HeroCard(buttons: actions).ToAttachment()];
        }

        return message;
    }

    private static Activity Message(string text, string format) => new(ActivityTypes.Message) { Text = text, TextFormat = format };

    private static IEnumerable<List<MarkdownBlock>> Divide(IReadOnlyList<MarkdownBlock> blocks)
    {
        List<MarkdownBlock> card = [];
        int length = 0;
        foreach (MarkdownBlock block in blocks)
        {
            int own = Length(block);
            if (card.Count > 0 && length + own > MostCardCharacters)
            {
                yield return card;
                (card, length) = ([], 0);
            }

            card.Add(block);
            length += own;
        }

        yield return card;
    }

    private static int Length(MarkdownBlock block) =>
        block.Text.Length + block.Url.Length + block.Rows.Sum(row => row.Sum(cell => cell.Length + 80)) + block.Quoted.Sum(Length);

    /// <summary>What notifications show.</summary>
    private static string Summary(IEnumerable<MarkdownBlock> blocks)
    {
        const int Most = 200;
        string text = PlainText.Of(blocks);
        return text.Length <= Most ? text : string.Concat(text.EnumerateRunes().Take(Most - 1)) + "…";
    }

    private static Dictionary<string, object> Data(Reply reply)
    {
        Dictionary<string, object> data = new()
        {
            ["decision"] = reply.Decision.ToString(),
            ["confidence"] = reply.Confidence,
            ["kb"] = reply.KnowledgeBaseId,
            ["version"] = reply.Version,
        };
        if (reply.Answer is { } answer)
        {
            data["entryId"] = answer.EntryId;
        }

        return data;
    }
}
