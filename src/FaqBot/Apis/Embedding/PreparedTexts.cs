using System.Diagnostics;
using FaqBot.Encoding.Running;
using FaqBot.Engine;
using FaqBot.Http;

namespace FaqBot.Apis.Embedding;

/// <summary>Texts as the default encoder reads them, cut to what it takes.</summary>
/// <param name="Ids">Tokens of each text, special ones included; none for a service elsewhere.</param>
/// <param name="Texts">The texts for a service elsewhere; none for a model of this machine.</param>
/// <param name="IsCut">Whether a text was longer.</param>
/// <param name="Most">What a text was cut to, for people.</param>
internal sealed record PreparedTexts(IReadOnlyList<int[]> Ids, IReadOnlyList<string> Texts, IReadOnlyList<bool> IsCut, string Most)
{
    private const int MostSpecialTokens = 16;

    /// <summary>UTF-16 units of all texts as they came.</summary>
    public int Characters { get; private init; }

    /// <summary>How long they took to tokenise.</summary>
    public TimeSpan Tokenizing { get; private init; }

    /// <summary>Tokens of all texts; 0 where a service elsewhere counts them.</summary>
    public int TokenCount => Ids.Sum(ids => ids.Length);

    /// <summary>Prepares texts.</summary>
    /// <param name="engine">What encodes them.</param>
    /// <param name="inputs">The texts.</param>
    /// <param name="prompt">Text put before each; null for the model's own.</param>
    /// <param name="cancellationToken">Ends the work, inside a text as well.</param>
    /// <param name="keepEnd">Whether a text that is too long loses its beginning instead of its end.</param>
    /// <returns>The texts.</returns>
    /// <exception cref="InvalidRequestException">They are too many.</exception>
    public static PreparedTexts Of(
        LoadedEngine engine, IReadOnlyList<TextInput> inputs, string? prompt, CancellationToken cancellationToken, bool keepEnd = false) =>
        (engine.Default.Model is { } model
            ? Tokenized(model, inputs, prompt, keepEnd, cancellationToken)
            : OfCharacters(engine.Default.Remote!.MaxTextCharacters, inputs, keepEnd))
        with
        { Characters = inputs.Sum(input => input.Text?.Length ?? 0) };

    /// <summary>Some of the texts.</summary>
    /// <param name="rows">Which, in their order.</param>
    public PreparedTexts Only(IReadOnlyList<int> rows) => this with
    {
        Ids = Ids.Count == 0 ? [] : [.. rows.Select(row => Ids[row])],
        Texts = Texts.Count == 0 ? [] : [.. rows.Select(row => Texts[row])],
        IsCut = [.. rows.Select(row => IsCut[row])],
    };

    /// <summary>Refuses too many tokens.</summary>
    /// <param name="most">How many there may be in all.</param>
    /// <exception cref="InvalidRequestException">There are more.</exception>
    public void RefuseMore(int most)
    {
        RequestFaults faults = new();
        if (TokenCount > most)
        {
            faults.Add("", $"Found {TokenCount} tokens, expected at most {most} in one request; send fewer texts at a time.",
                FaultCode.TooManyTexts);
        }

        faults.ThrowIfAny();
    }

    /// <summary>Refuses texts that were cut.</summary>
    /// <param name="name">Name of the member that they came in.</param>
    /// <exception cref="InvalidRequestException">A text was cut.</exception>
    public void RefuseCut(string name)
    {
        RequestFaults faults = new();
        for (int i = 0; i < IsCut.Count; i++)
        {
            if (IsCut[i])
            {
                faults.Add(
                    $"{name}[{i}]",
                        $"The text has more than {Most}, which is what the model takes; shorten it, or send \"truncate\": true.",
                    FaultCode.TextTooLong);
            }
        }

        faults.ThrowIfAny();
    }

    private static PreparedTexts Tokenized(
        TextEncoder model, IReadOnlyList<TextInput> inputs, string? prompt, bool keepEnd, CancellationToken cancellationToken)
    {
        long started = Stopwatch.GetTimestamp();
        int[] room = new int[model.MaxTokens + 1];
        (int[] Ids, bool IsCut)[] texts =
        [
            .. inputs.Select(input => input.Ids is { } ids
                ? Cut(model, ids, keepEnd)
                : Cut(model, model.Prepare(input.Text!, prompt), room, keepEnd, cancellationToken)),
        ];
        PreparedTexts tokenized =
            new([.. texts.Select(text => text.Ids)], [], [.. texts.Select(text => text.IsCut)], $"{model.MaxTokens} tokens")
            {
                Tokenizing = Stopwatch.GetElapsedTime(started),
            };
        EmbeddingMetrics.Tokenized(tokenized.Ids, tokenized.Tokenizing);
        tokenized.RefuseMore(EmbeddingLimits.Tokens);
        return tokenized;
    }

    /// <summary>The encoder cuts the ends itself; of tokens there are none, as its vocabulary is not known.</summary>
    private static PreparedTexts OfCharacters(int most, IReadOnlyList<TextInput> inputs, bool keepEnd)
    {
        (string Text, int Excess)[] texts =
            [.. inputs.Select(input => (input.Text!, input.Text!.Length > most ? input.Text.EnumerateRunes().Count() - most : 0))];
        return new PreparedTexts(
            [],
            [.. texts.Select(text => keepEnd && text.Excess > 0 ? string.Concat(text.Text.EnumerateRunes().Skip(text.Excess)) : text.Text)],
            [.. texts.Select(text => text.Excess > 0)],
            $"{most} characters");
    }

    /// <summary>Cuts as the tokenizer does, which keeps the special tokens at the end.</summary>
    private static (int[] Ids, bool IsCut) Cut(
        TextEncoder model, string text, int[] room, bool keepEnd, CancellationToken cancellationToken)
    {
        int count = model.Tokenizer.EncodeForModel(text, room, cancellationToken);
        bool isCut = count > model.MaxTokens;
        if (isCut && keepEnd)
        {
            return (EndOf(model, text, cancellationToken), true);
        }

        count = isCut ? model.Tokenizer.EncodeForModel(text, room.AsSpan(0, model.MaxTokens), cancellationToken) : count;
        return (room[..count], isCut);
    }

    /// <summary>The last tokens of a text that is too long, between the special tokens that frame it.</summary>
    private static int[] EndOf(TextEncoder model, string text, CancellationToken cancellationToken)
    {
        Span<int> frame = stackalloc int[MostSpecialTokens];
        frame = frame[..model.Tokenizer.EncodeForModel("", frame, cancellationToken)];
        int[] ids = new int[model.MaxTokens * 4];
        int count;
        while ((count = model.Tokenizer.EncodeForModel(text, ids, cancellationToken)) == ids.Length)
        {
            ids = new int[ids.Length * 2];
        }

        int before = ids.AsSpan(0, count).CommonPrefixLength(frame);
        return [.. ids[..before], .. ids[(count - model.MaxTokens + before)..count]];
    }

    private static (int[] Ids, bool IsCut) Cut(TextEncoder model, int[] ids, bool keepEnd) =>
        ids.Length <= model.MaxTokens ? (ids, false)
        : keepEnd && model.Tokenizer.IsSpecial(ids[0]) ? ([ids[0], .. ids[^(model.MaxTokens - 1)..]], true)
        : keepEnd ? (ids[^model.MaxTokens..], true)
        : model.Tokenizer.IsSpecial(ids[^1]) ? ([.. ids[..(model.MaxTokens - 1)], ids[^1]], true)
        : (ids[..model.MaxTokens], true);
}
