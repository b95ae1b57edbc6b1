using System.Numerics.Tensors;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.ML.Tokenizers;

namespace FaqBot.Encoding.Running;

/// <summary>A text as a <see cref="Judge"/> reads it: its vector, and its pieces with their states.</summary>
/// <remarks>Immutable and thread-safe. The rules are those that the judge was trained with: see the card of its model.</remarks>
public sealed partial class JudgedText
{
    /// <summary>Most pieces that are read of a text.</summary>
    public const int MostPieces = 60;

    private const string WordStart = "▁", Unknown = "<unk>";

    private JudgedText(string text, string[] pieces, Half[] states, float[] vector)
    {
        Folded = Fold(text);
        Pieces = [.. pieces.Select(piece => Fold(piece.Replace(WordStart, "", StringComparison.Ordinal)))];
        States = states;
        Vector = vector;
        Numbers = [.. Number().Matches(text).Select(match => match.Value).Order(StringComparer.Ordinal)];
    }

    /// <summary>The text, NFKC and small letters.</summary>
    internal string Folded { get; }

    /// <summary>Its pieces, folded likewise.</summary>
    internal IReadOnlyList<string> Pieces { get; }

    /// <summary>Their states, row-major [pieces × width].</summary>
    internal Half[] States { get; }

    /// <summary>The unit vector.</summary>
    public ReadOnlyMemory<float> Vector { get; }

    /// <summary>Memory in bytes, about.</summary>
    public long Bytes => 200 + (2L * (States.Length + Folded.Length)) + (4L * Vector.Length) + (48L * Pieces.Count);

    /// <summary>Its numbers as they are written, in order.</summary>
    internal IReadOnlyList<string> Numbers { get; }

    /// <summary>Encodes texts, in one run.</summary>
    /// <param name="encoder">The encoder that the judge belongs to.</param>
    /// <param name="texts">The texts; what exceeds the encoder's length is cut off.</param>
    /// <returns>The texts as a judge reads them, in the same order.</returns>
    /// <exception cref="NotSupportedException">The encoder gives no states: see <see cref="TextEncoder.GivesTokenStates"/>.</exception>
    public static IReadOnlyList<JudgedText> Encode(TextEncoder encoder, IReadOnlyList<string> texts)
    {
        ArgumentNullException.ThrowIfNull(encoder);
        ArgumentNullException.ThrowIfNull(texts);
        float[] vectors = new float[texts.Count * encoder.Dimensions];
        TokenStates[] states = new TokenStates[texts.Count];
        encoder.EncodeBatch([.. texts.Select(text => encoder.Tokenize(text))], vectors, states);
        return
        [
            .. texts.Select((text, row) => Of(
                encoder, text, states[row], vectors[(row * encoder.Dimensions)..((row + 1) * encoder.Dimensions)])),
        ];
    }

    /// <summary>Makes a text of what its encoder gave for it.</summary>
    /// <param name="encoder">The encoder.</param>
    /// <param name="text">The text.</param>
    /// <param name="tokens">Its tokens with their states.</param>
    /// <param name="vector">Its unit vector.</param>
    internal static JudgedText Of(TextEncoder encoder, string text, TokenStates tokens, float[] vector)
    {
        // The first and the last token stand for no part of the text.
        int count = Math.Clamp(tokens.Ids.Length - 2, 0, MostPieces);
        string[] pieces = [.. tokens.Ids.Slice(1, count).ToArray().Select(encoder.Tokenizer.TokenOf)];
        if (pieces.Contains(Unknown))
        {
            // The judge learnt with the characters that an unknown piece stands for.
            IReadOnlyList<EncodedToken> spelt = encoder.Tokenizer.EncodeToTokens(text, out string? normalized);
            pieces = [.. spelt.Take(count).Select((token, i) => pieces[i] == Unknown ? (normalized ?? text)[token.Offset] : pieces[i])];
        }

        Half[] states = new Half[count * tokens.Width];
        TensorPrimitives.ConvertToHalf(tokens.Values.Span.Slice(tokens.Width, states.Length), states);
        return new JudgedText(text, pieces, states, vector);
    }

    private static string Fold(string text) => text.Normalize(NormalizationForm.FormKC).ToLowerInvariant();

    [GeneratedRegex(@"\d+(?:\.\d+)?", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 30_000)]
    private static partial Regex Number();
}
