using System.Buffers;

namespace Microsoft.ML.Tokenizers;

/// <summary>Turns texts into token ids and back.</summary>
/// <remarks>Signatures and behaviour follow the official 2.0 class; a null text counts as empty there too.</remarks>
public abstract class Tokenizer
{
    /// <summary>The step that splits a text before tokenising, or null.</summary>
    public virtual PreTokenizer? PreTokenizer => null;

    /// <summary>The step that rewrites a text before tokenising, or null.</summary>
    public virtual Normalizer? Normalizer => null;

    /// <summary>Encodes a text to tokens.</summary>
    /// <param name="text">The text, or null when <paramref name="textSpan"/> holds it.</param>
    /// <param name="textSpan">The text.</param>
    /// <param name="settings">What to do.</param>
    /// <returns>The tokens.</returns>
    protected abstract EncodeResults<EncodedToken> EncodeToTokens(string? text, ReadOnlySpan<char> textSpan, EncodeSettings settings);

    /// <summary>Encodes a text to ids.</summary>
    /// <param name="text">The text, or null when <paramref name="textSpan"/> holds it.</param>
    /// <param name="textSpan">The text.</param>
    /// <param name="settings">What to do.</param>
    /// <returns>The ids.</returns>
    protected virtual EncodeResults<int> EncodeToIds(string? text, ReadOnlySpan<char> textSpan, EncodeSettings settings)
    {
        EncodeResults<EncodedToken> tokens = EncodeToTokens(text, textSpan, settings);
        int[] ids = new int[tokens.Tokens.Count];
        for (int i = 0; i < ids.Length; i++)
        {
            ids[i] = tokens.Tokens[i].Id;
        }

        return new EncodeResults<int> { Tokens = ids, NormalizedText = tokens.NormalizedText, CharsConsumed = tokens.CharsConsumed };
    }

    /// <summary>Counts the tokens of a text.</summary>
    /// <param name="text">The text, or null when <paramref name="textSpan"/> holds it.</param>
    /// <param name="textSpan">The text.</param>
    /// <param name="settings">What to do.</param>
    /// <returns>The count.</returns>
    protected virtual int CountTokens(string? text, ReadOnlySpan<char> textSpan, EncodeSettings settings) =>
        EncodeToIds(text, textSpan, settings).Tokens.Count;

    /// <summary>Encodes a text to ids.</summary>
    /// <param name="text">The text.</param>
    /// <param name="considerPreTokenization">Whether to pre-tokenise.</param>
    /// <param name="considerNormalization">Whether to normalise.</param>
    /// <returns>The ids.</returns>
    public IReadOnlyList<int> EncodeToIds(string text, bool considerPreTokenization = true, bool considerNormalization = true) =>
        EncodeToIds(text, text.AsSpan(), Settings(considerPreTokenization, considerNormalization)).Tokens;

    /// <inheritdoc cref="EncodeToIds(string, bool, bool)" />
    public IReadOnlyList<int> EncodeToIds(ReadOnlySpan<char> text, bool considerPreTokenization = true, bool considerNormalization = true) =>
        EncodeToIds(null, text, Settings(considerPreTokenization, considerNormalization)).Tokens;

    /// <summary>Encodes a text to tokens.</summary>
    /// <param name="text">The text.</param>
    /// <param name="normalizedText">The normalised text, or null when it was not normalised.</param>
    /// <param name="considerPreTokenization">Whether to pre-tokenise.</param>
    /// <param name="considerNormalization">Whether to normalise.</param>
    /// <returns>The tokens.</returns>
    public IReadOnlyList<EncodedToken> EncodeToTokens(
        string text, out string? normalizedText, bool considerPreTokenization = true, bool considerNormalization = true)
    {
        EncodeResults<EncodedToken> result = EncodeToTokens(text, text.AsSpan(), Settings(considerPreTokenization, considerNormalization));
        normalizedText = result.NormalizedText;
        return result.Tokens;
    }

    /// <summary>Counts the tokens of a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="considerPreTokenization">Whether to pre-tokenise.</param>
    /// <param name="considerNormalization">Whether to normalise.</param>
    /// <returns>The count.</returns>
    public int CountTokens(string text, bool considerPreTokenization = true, bool considerNormalization = true) =>
        CountTokens(text, text.AsSpan(), Settings(considerPreTokenization, considerNormalization));

    /// <summary>Turns ids back into text.</summary>
    /// <param name="ids">The ids.</param>
    /// <returns>The text.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="ids"/> is null.</exception>
    /// <exception cref="InvalidOperationException">An id cannot be decoded.</exception>
    public virtual string Decode(IEnumerable<int> ids)
    {
        ArgumentNullException.ThrowIfNull(ids);
        for (char[] buffer = new char[256]; ; buffer = new char[buffer.Length * 2])
        {
            switch (Decode(ids, buffer, out _, out int written))
            {
                case OperationStatus.Done:
                    return new string(buffer, 0, written);
                case OperationStatus.DestinationTooSmall:
                    continue;
                default:
                    throw new InvalidOperationException("The ids cannot be decoded.");
            }
        }
    }

    /// <summary>Turns ids back into text.</summary>
    /// <param name="ids">The ids.</param>
    /// <param name="destination">Where the text goes.</param>
    /// <param name="idsConsumed">How many ids were decoded.</param>
    /// <param name="charsWritten">UTF-16 units written.</param>
    /// <returns>Done, DestinationTooSmall, or InvalidData for an unknown id.</returns>
    public abstract OperationStatus Decode(IEnumerable<int> ids, Span<char> destination, out int idsConsumed, out int charsWritten);

    private static EncodeSettings Settings(bool preTokenization, bool normalization) =>
        new() { ConsiderPreTokenization = preTokenization, ConsiderNormalization = normalization };
}
