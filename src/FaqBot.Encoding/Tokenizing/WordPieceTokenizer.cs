using System.Buffers;
using FaqBot.Encoding.Tokenizing.Texts;

namespace FaqBot.Encoding.Tokenizing;

/// <summary>The WordPiece tokenizer of a BERT-like model, with the ids that the reference gives.</summary>
internal sealed class WordPieceTokenizer : ModelTokenizer
{
    private readonly WordPieceModel _model;
    private readonly string _prefix;
    private readonly bool _tidies;

    /// <summary>Builds the tokenizer.</summary>
    /// <param name="specification">What the files say.</param>
    /// <param name="model">The model.</param>
    /// <param name="continuingPrefix">What pieces start with that do not start a word.</param>
    /// <param name="tidies">Whether decoding leaves out the blank before a closing punctuation character.</param>
    public WordPieceTokenizer(TokenizerSpecification specification, WordPieceModel model, string continuingPrefix, bool tidies)
        : base(specification)
    {
        _model = model;
        _prefix = continuingPrefix;
        _tidies = tidies;
    }

    /// <inheritdoc />
    public override OperationStatus Decode(IEnumerable<int> ids, Span<char> destination, out int idsConsumed, out int charsWritten)
    {
        ArgumentNullException.ThrowIfNull(ids);
        idsConsumed = 0;
        charsWritten = 0;
        bool isFirst = true;
        foreach (int id in ids)
        {
            if ((uint)id >= (uint)VocabularySize)
            {
                return OperationStatus.InvalidData;
            }

            if (!Added.IsSpecial(id))
            {
                ReadOnlySpan<char> piece = TokenOf(id);
                bool continues = !isFirst && piece.StartsWith(_prefix, StringComparison.Ordinal);
                bool isApart = !isFirst && !continues && !(_tidies && ClingsToTheLeft(piece));
                piece = continues ? piece[_prefix.Length..] : piece;
                int length = piece.Length + (isApart ? 1 : 0);
                if (length > destination.Length - charsWritten)
                {
                    return OperationStatus.DestinationTooSmall;
                }

                if (isApart)
                {
                    destination[charsWritten++] = ' ';
                }

                piece.CopyTo(destination[charsWritten..]);
                charsWritten += piece.Length;
                isFirst = false;
            }

            idsConsumed++;
        }

        return OperationStatus.Done;
    }

    private protected override void Segment(ReadOnlySpan<char> word, int offset, Workspace workspace) =>
        _model.Segment(word, offset, workspace);

    private static bool ClingsToTheLeft(ReadOnlySpan<char> piece) => piece is ['.' or '?' or '!' or ',', ..];
}
