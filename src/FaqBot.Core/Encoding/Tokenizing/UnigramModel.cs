using System.Buffers;

namespace FaqBot.Encoding.Tokenizing;

/// <summary>Splits a word into the pieces of the highest total score (Viterbi).</summary>
/// <remarks>
/// Equal to <c>encode_optimized</c> of Hugging Face tokenizers, ties and fused unknowns included:
/// https://github.com/huggingface/tokenizers/blob/v0.21.0/tokenizers/src/models/unigram/model.rs. Immutable and thread-safe.
/// </remarks>
internal sealed class UnigramModel
{
    private const double UnknownPenalty = 10;

    private readonly PieceTrie _trie;
    private readonly double[] _scores;
    private readonly int _unknownId;
    private readonly double _unknownScore;

    /// <summary>Builds the model.</summary>
    /// <param name="pieces">The vocabulary; the id of a piece is its index.</param>
    /// <param name="scores">Their log probabilities.</param>
    /// <param name="unknownId">The id of what the vocabulary does not cover.</param>
    public UnigramModel(IReadOnlyList<string> pieces, double[] scores, int unknownId)
    {
        _trie = PieceTrie.Build(pieces);
        _scores = scores;
        _unknownId = unknownId;
        _unknownScore = scores.Min() - UnknownPenalty;
    }

    /// <summary>Appends the tokens of a word.</summary>
    /// <param name="word">The word, not empty.</param>
    /// <param name="offset">Where the word starts in the normalised text.</param>
    /// <param name="tokens">Where the tokens go.</param>
    public void Segment(ReadOnlySpan<char> word, int offset, List<TokenSpan> tokens)
    {
        Node[] ends = ArrayPool<Node>.Shared.Rent(word.Length + 1);
        try
        {
            ends.AsSpan(0, word.Length + 1).Fill(new Node(0, -1, 0));
            FindBestPath(word, ends);
            AppendPath(word.Length, offset, ends, tokens);
        }
        finally
        {
            ArrayPool<Node>.Shared.Return(ends);
        }
    }

    private void FindBestPath(ReadOnlySpan<char> word, Node[] ends)
    {
        int step;
        for (int start = 0; start < word.Length; start += step)
        {
            step = char.IsHighSurrogate(word[start]) && start + 1 < word.Length ? 2 : 1;
            double before = ends[start].Score;
            bool covered = false;
            int node = 0;
            for (int end = start; end < word.Length;)
            {
                node = _trie.Child(node, word[end++]);
                if (node < 0)
                {
                    break;
                }

                int id = _trie.PieceAt(node);
                if (id >= 0)
                {
                    Offer(ref ends[end], before + _scores[id], start, id);
                    covered |= end - start == step;
                }
            }

            if (!covered)
            {
                Offer(ref ends[start + step], before + _unknownScore, start, _unknownId);
            }
        }
    }

    private static void Offer(ref Node node, double score, int start, int id)
    {
        if (node.Start < 0 || score > node.Score)
        {
            node = new Node(score, start, id);
        }
    }

    private void AppendPath(int length, int offset, Node[] ends, List<TokenSpan> tokens)
    {
        int first = tokens.Count;
        for (int end = length; end > 0; end = ends[end].Start)
        {
            Node node = ends[end];
            TokenSpan token = new(node.Id, offset + node.Start, offset + end);

            // Neighbouring unknowns are one unknown; the walk goes backwards.
            if (node.Id == _unknownId && tokens.Count > first && tokens[^1].Id == _unknownId)
            {
                tokens[^1] = token with { End = tokens[^1].End };
            }
            else
            {
                tokens.Add(token);
            }
        }

        tokens.Reverse(first, tokens.Count - first);
    }

    private readonly record struct Node(double Score, int Start, int Id);
}
