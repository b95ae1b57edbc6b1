using FaqBot.Encoding.Tokenizing.Texts;

namespace FaqBot.Encoding.Tokenizing;

/// <summary>Splits a word into the pieces of the highest total score (Viterbi).</summary>
/// <remarks>
/// Equal to <c>encode_optimized</c> of Hugging Face tokenizers, ties and fused unknowns included:
/// https://github.com/huggingface/tokenizers/blob/v0.21.0/tokenizers/src/models/unigram/model.rs, and in single precision to
/// https://github.com/google/sentencepiece/blob/v0.2.0/src/unigram_model.cc. Immutable and thread-safe.
/// </remarks>
internal sealed class UnigramModel
{
    private readonly PieceTrie _trie;
    private readonly double[] _scores;
    private readonly int _unknownId;
    private readonly double _unknownScore;
    private readonly int[]? _byteIds;
    private readonly bool _isSinglePrecision;

    /// <summary>Builds the model.</summary>
    /// <param name="vocabulary">Its pieces.</param>
    /// <exception cref="FormatException">Two pieces are equal.</exception>
    public UnigramModel(UnigramVocabulary vocabulary)
    {
        _trie = PieceTrie.Build(vocabulary.Tokens
            .Select((piece, id) => (Piece: piece ?? "", Id: id))
            .Where(entry => entry.Piece.Length > 0 && vocabulary.IsUnused?.Invoke(entry.Id) != true));
        _scores = vocabulary.Scores;
        _unknownId = vocabulary.UnknownId;
        _unknownScore = vocabulary.UnknownScore;
        _byteIds = vocabulary.ByteIds;
        _isSinglePrecision = vocabulary.IsSinglePrecision;
    }

    /// <summary>Appends the tokens of a word.</summary>
    /// <param name="word">The word, not empty.</param>
    /// <param name="offset">Where the word starts in the normalised text.</param>
    /// <param name="workspace">Where the tokens go, and room to work in.</param>
    public void Segment(ReadOnlySpan<char> word, int offset, Workspace workspace)
    {
        Span<PathNode> ends = workspace.Path(word.Length + 1);
        ends.Fill(new PathNode(0, -1, 0));
        FindBestPath(word, ends, workspace);
        AppendPath(word, offset, ends, workspace.Tokens);
    }

    private void FindBestPath(ReadOnlySpan<char> word, Span<PathNode> ends, Workspace workspace)
    {
        int step;
        for (int start = 0; start < word.Length; start += step)
        {
            workspace.ThrowIfCancelled(start & ~1);
            step = char.IsHighSurrogate(word[start]) && start + 1 < word.Length ? 2 : 1;
            double before = ends[start].Score;
            bool covered = false;
            int node = 0;
            for (int end = start; node >= 0 && end < word.Length && _trie.TryStep(ref node, word[end++], out int id);)
            {
                if (id >= 0)
                {
                    Offer(ref ends[end], Rounded(before + _scores[id]), start, id);
                    covered |= end - start == step;
                }
            }

            if (!covered)
            {
                Offer(ref ends[start + step], Rounded(before + _unknownScore), start, _unknownId);
            }
        }
    }

    private static void Offer(ref PathNode node, double score, int start, int id)
    {
        if (node.Start < 0 || score > node.Score)
        {
            node = new PathNode(score, start, id);
        }
    }

    private double Rounded(double score) => _isSinglePrecision ? (float)score : score;

    private void AppendPath(ReadOnlySpan<char> word, int offset, ReadOnlySpan<PathNode> ends, List<TokenSpan> tokens)
    {
        int first = tokens.Count;
        for (int end = word.Length; end > 0; end = ends[end].Start)
        {
            PathNode node = ends[end];
            TokenSpan token = new(node.Id, offset + node.Start, offset + end);
            if (node.Id != _unknownId)
            {
                tokens.Add(token);
            }
            else if (_byteIds is not null)
            {
                AppendBytesBackwards(word[node.Start..end], token, _byteIds, tokens);
            }
            else if (tokens.Count > first && tokens[^1].Id == _unknownId)
            {
                // Neighbouring unknowns are one unknown; the walk goes backwards.
                tokens[^1] = token with { End = tokens[^1].End };
            }
            else
            {
                tokens.Add(token);
            }
        }

        tokens.Reverse(first, tokens.Count - first);
    }

    /// <summary>The first byte stands for the whole code point in the text, the others for nothing.</summary>
    private static void AppendBytesBackwards(ReadOnlySpan<char> character, TokenSpan token, int[] byteIds, List<TokenSpan> tokens)
    {
        Span<byte> bytes = stackalloc byte[4];
        bytes = bytes[..System.Text.Encoding.UTF8.GetBytes(character, bytes)];
        for (int i = bytes.Length - 1; i > 0; i--)
        {
            tokens.Add(new TokenSpan(byteIds[bytes[i]], token.End, token.End));
        }

        tokens.Add(token with { Id = byteIds[bytes[0]] });
    }
}
