using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using FaqBot.Encoding.ModelFiles;
using FaqBot.Encoding.Tokenizing.Normalizing;
using FaqBot.Encoding.Tokenizing.Splitting;
using FaqBot.Encoding.Tokenizing.Texts;
using Microsoft.ML.Tokenizers;

namespace FaqBot.Encoding.Tokenizing;

/// <summary>The tokenizer of a model folder: gives the ids that the model was trained with.</summary>
/// <remarks>
/// Immutable and thread-safe. Time and memory are linear in the text, whatever the files say: what makes far more of a text, or takes
/// far longer for it, is a fault of the model. Encoding for a model allocates nothing once a thread has encoded texts of that length.
/// Order of the work: added tokens in the raw text, normalising, added tokens in the normalised
/// text, splitting into words, segmenting each word; as <c>TokenizerImpl::encode</c> of Hugging Face tokenizers.
/// </remarks>
public abstract partial class ModelTokenizer : Tokenizer
{
    private readonly TokenizerSpecification _specification;
    private readonly NormalizerStep[] _normalizers;
    private readonly SplitStep[] _splits;
    private readonly AddedTokens _added;

    private protected ModelTokenizer(TokenizerSpecification specification)
    {
        _specification = specification;
        _normalizers = [.. specification.Normalizers];
        _splits = [.. specification.Splits];
        _added = new AddedTokens(specification.AddedTokens, Normalized);
        VocabularySize =
            Math.Max(specification.Tokens.Count, 1 + specification.AddedTokens.Select(token => token.Id).DefaultIfEmpty(-1).Max());
    }

    /// <summary>Number of ids: 0 … <see cref="VocabularySize"/> − 1.</summary>
    public int VocabularySize { get; }

    /// <summary>The id that fills a batch up.</summary>
    public int PaddingId => _specification.PaddingId;

    /// <summary>Most ids of a text, special tokens included, when the files state a limit. Nothing is cut to it here.</summary>
    public int? MaxLength => _specification.MaxLength;

    /// <summary>The model's folder.</summary>
    internal string Folder => _specification.Folder;

    /// <summary>Most special tokens around a text or a pair.</summary>
    internal int SpecialTokens => Math.Max(_specification.Single.SpecialCount, _specification.Pair.SpecialCount);

    private protected AddedTokens Added => _added;

    /// <summary>Encodes a text for a model, special tokens included.</summary>
    /// <param name="text">The text, of any length.</param>
    /// <param name="ids">Receives the ids; its length is the limit to which the text is cut.</param>
    /// <param name="cancellationToken">Ends the work, inside the text as well.</param>
    /// <returns>How many ids were written, at least the number of special tokens.</returns>
    /// <exception cref="ArgumentException"><paramref name="ids"/> is too short for the special tokens.</exception>
    /// <exception cref="ModelException">The tokenizer makes too much of the text, or takes too long for it.</exception>
    public int EncodeForModel(ReadOnlySpan<char> text, Span<int> ids, CancellationToken cancellationToken = default)
    {
        int room = RoomIn(ids, _specification.Single);
        Workspace workspace = Workspace.Rent(text.Length, cancellationToken);
        Tokenize(text, room, workspace);
        Span<TokenSpan> tokens = CollectionsMarshal.AsSpan(workspace.Tokens);
        int count = _specification.Single.Write(tokens[..Math.Min(room, tokens.Length)], default, ids, default);
        workspace.Return();
        return count;
    }

    /// <summary>The text of a token as the vocabulary spells it.</summary>
    /// <param name="id">Its id.</param>
    /// <returns>The text; empty for an id that no file names.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The id is not below <see cref="VocabularySize"/>.</exception>
    public string TokenOf(int id)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(id);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(id, VocabularySize);
        return (id < _specification.Tokens.Count ? _specification.Tokens[id] : null) ?? _added.Find(id)?.Content ?? "";
    }

    /// <summary>Whether an id is a special token, which stands for no text.</summary>
    /// <param name="id">The id.</param>
    /// <returns>True for <c>[CLS]</c>, <c>&lt;pad&gt;</c>, the unknown token and their like.</returns>
    public bool IsSpecial(int id) => _added.IsSpecial(id);

    /// <summary>Encodes a text to its own tokens, without special ones around them.</summary>
    /// <param name="text">The text.</param>
    /// <param name="normalizedText">The text that the tokens' places are in.</param>
    /// <param name="cancellationToken">Ends the work, inside the text as well.</param>
    /// <returns>The tokens in order.</returns>
    /// <exception cref="ModelException">The tokenizer makes too much of the text, or takes too long for it.</exception>
    public IReadOnlyList<EncodedToken> EncodeToTokens(string text, out string normalizedText, CancellationToken cancellationToken)
    {
        EncodeSettings settings = new() { ConsiderNormalization = true, ConsiderPreTokenization = true };
        EncodeResults<EncodedToken> encoded = EncodeToTokens(text, settings, cancellationToken);
        normalizedText = encoded.NormalizedText ?? text;
        return encoded.Tokens;
    }

    /// <inheritdoc />
    protected override EncodeResults<EncodedToken> EncodeToTokens(string? text, ReadOnlySpan<char> textSpan, EncodeSettings settings) =>
        EncodeToTokens(textSpan, settings, CancellationToken.None);

    /// <summary>Appends the tokens of a word.</summary>
    /// <param name="word">The word, not empty, without half surrogates.</param>
    /// <param name="offset">Where it starts in the normalised text.</param>
    /// <param name="workspace">Where the tokens go.</param>
    private protected abstract void Segment(ReadOnlySpan<char> word, int offset, Workspace workspace);

    private EncodeResults<EncodedToken> EncodeToTokens(
        ReadOnlySpan<char> textSpan, EncodeSettings settings, CancellationToken cancellationToken)
    {
        Workspace workspace = Workspace.Rent(textSpan.Length, cancellationToken);
        StringBuilder normalized = new();
        Tokenize(textSpan, settings.MaxTokenCount, workspace, settings.ConsiderNormalization, settings.ConsiderPreTokenization, normalized);
        Span<TokenSpan> tokens = CollectionsMarshal.AsSpan(workspace.Tokens);
        EncodedToken[] encoded = new EncodedToken[Math.Min(settings.MaxTokenCount, tokens.Length)];
        string normalizedText = normalized.ToString();
        for (int i = 0; i < encoded.Length; i++)
        {
            TokenSpan token = tokens[i];
            encoded[i] = new EncodedToken(token.Id, normalizedText[token.Start..token.End], token.Start..token.End);
        }

        workspace.Return();
        return new EncodeResults<EncodedToken>
        {
            Tokens = encoded,
            NormalizedText = normalizedText,
            CharsConsumed = encoded.Length == 0 ? 0 : encoded[^1].Offset.End.Value,
        };
    }

    private static int RoomIn(Span<int> ids, TokenTemplate template) => ids.Length >= template.SpecialCount
        ? ids.Length - template.SpecialCount
        : throw new ArgumentException($"No room for {template.SpecialCount} special tokens.", nameof(ids));

    private string Normalized(string text)
    {
        Workspace workspace = Workspace.Rent(text.Length, CancellationToken.None);
        TextWork work = new(text.Length, workspace, atStart: true);
        work.Text.AppendScalars(text);
        try
        {
            Normalize(ref work);
        }
        catch (TextLimitException exception)
        {
            throw new FormatException($"an added token of {text.Length} characters makes {exception.Message}; take another model");
        }

        string normalized = work.Text.Text.ToString();
        work.Dispose();
        workspace.Return();
        return normalized;
    }

    private void Tokenize(
        ReadOnlySpan<char> text, int limit, Workspace workspace, bool normalize = true, bool split = true,
            StringBuilder? normalizedText = null)
    {
        try
        {
            TokenizeWithin(text, limit, workspace, normalize, split, normalizedText);
        }
        catch (TextLimitException exception)
        {
            throw new ModelException(
                _specification.Folder,
                [$"its tokenizer makes {exception.Message} of a text of {text.Length} characters; take another model"], exception);
        }
    }

    private void TokenizeWithin(
        ReadOnlySpan<char> text, int limit, Workspace workspace, bool normalize, bool split, StringBuilder? normalizedText)
    {
        Target target = new(limit, workspace, split, normalizedText);
        int search = 0, taken = 0;
        while (taken < text.Length && !target.IsFull)
        {
            WordSpan span = default;
            AddedToken? added = _added.Raw is { } raw ? raw.FindNext(text, ref search, taken, out span) : null;
            span = added is null ? new WordSpan(text.Length, text.Length) : span;
            if (span.Start > taken)
            {
                TokenizePart(text[taken..span.Start], taken == 0, normalize, ref target);
            }

            if (added is not null)
            {
                target.Add(added);
            }

            taken = span.End;
        }
    }

    /// <summary>Tokenizes text that holds no added token of the raw kind.</summary>
    private void TokenizePart(ReadOnlySpan<char> part, bool atStart, bool normalize, ref Target target)
    {
        TextWork work = new(part.Length + 16, target.Workspace, atStart);
        work.Text.AppendScalars(part);
        if (normalize)
        {
            Normalize(ref work);
        }

        if (_added.Normalized is { } search)
        {
            TokenizeAround(search, work.Text.Text, atStart, ref target);
        }
        else
        {
            TokenizeWords(ref work, ref target);
        }

        work.Dispose();
    }

    private void TokenizeAround(AddedTokenSearch added, ReadOnlySpan<char> text, bool atStart, ref Target target)
    {
        int search = 0, taken = 0;
        while (taken < text.Length && !target.IsFull)
        {
            AddedToken? found = added.FindNext(text, ref search, taken, out WordSpan span);
            span = found is null ? new WordSpan(text.Length, text.Length) : span;
            if (span.Start > taken)
            {
                TextWork work = new(span.Start - taken + 16, target.Workspace, atStart && taken == 0);
                work.Text.Append(text[taken..span.Start]);
                TokenizeWords(ref work, ref target);
                work.Dispose();
            }

            if (found is not null)
            {
                target.Add(found);
            }

            taken = span.End;
        }
    }

    private void Normalize(ref TextWork work)
    {
        foreach (NormalizerStep step in _normalizers)
        {
            work.Workspace.ThrowIfCancelled();
            try
            {
                step.Apply(ref work);
            }
            catch (TextLimitException exception) when (step.Place is not null)
            {
                throw new TextLimitException($"{exception.Message} at {step.Place}");
            }
        }
    }

    private void TokenizeWords(ref TextWork work, ref Target target)
    {
        if (work.Text.Length == 0)
        {
            return;
        }

        Workspace workspace = target.Workspace;
        workspace.Words.Clear();
        workspace.Words.Add(new WordSpan(0, work.Text.Length));
        foreach (SplitStep step in target.Splits ? _splits : [])
        {
            workspace.ThrowIfCancelled();
            step.Apply(ref work);
        }

        int words = 0;
        ReadOnlySpan<char> text = work.Text.Text;
        target.NormalizedText?.Append(text);
        foreach (WordSpan word in CollectionsMarshal.AsSpan(workspace.Words))
        {
            if (target.IsFull)
            {
                break;
            }

            workspace.ThrowIfCancelled(words++);
            Segment(text[word.Start..word.End], target.Offset + word.Start, workspace);
        }

        target.Offset += text.Length;
    }
}
