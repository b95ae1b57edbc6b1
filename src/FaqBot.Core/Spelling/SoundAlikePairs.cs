using System.Text;
using FaqBot.Core.Text;

namespace FaqBot.Core.Spelling;

/// <summary>Finds the pair of neighbouring characters that a pair which no question has was meant to be, by its sound: 法票 for 发票.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
internal sealed class SoundAlikePairs
{
    // A pair that shares a character is a slip of the input method; with none in common two words may just sound alike.
    private const float OneCharacterShare = 0.7f, BothCharactersShare = 0.4f;

    private readonly Dictionary<uint, List<(ulong Term, int Id, int Frequency)>> _pairs = [];

    /// <summary>Indexes the pairs by all ways to read them.</summary>
    /// <param name="terms">The terms of an index with their ids.</param>
    /// <param name="frequencies">Questions that have each, by id.</param>
    /// <param name="withGeneric">Whether pairs that nearly every question has are among them.</param>
    public SoundAlikePairs(Dictionary<ulong, int> terms, IReadOnlyList<int> frequencies, bool withGeneric = false)
    {
        foreach ((ulong term, int id) in terms)
        {
            if (!TermAnalyzer.IsLatin(term) && !TermAnalyzer.IsSingle(term) && (withGeneric || !TermAnalyzer.IsGeneric(term)))
            {
                foreach (uint sound in SoundsOf(term))
                {
                    (_pairs.TryGetValue(sound, out List<(ulong Term, int Id, int Frequency)>? list) ? list : _pairs[sound] = [])
                        .Add((term, id, frequencies[id]));
                }
            }
        }
    }

    /// <summary>Finds the pair that is most likely meant.</summary>
    /// <param name="unknown">A pair that no question has.</param>
    /// <returns>Id of the known pair, or −1, and the share of its weight that counts.</returns>
    public (int Id, float Share) Find(ulong unknown)
    {
        (Rune first, Rune second) = TermAnalyzer.PairOf(unknown);
        (bool Shares, int Frequency, ulong Term, int Id) best = (false, 0, 0, -1);
        foreach (uint sound in SoundsOf(unknown))
        {
            foreach ((ulong term, int id, int frequency) in _pairs.GetValueOrDefault(sound) ?? [])
            {
                (Rune knownFirst, Rune knownSecond) = TermAnalyzer.PairOf(term);
                (bool Shares, int Frequency, ulong Term, int Id) candidate = (first == knownFirst
                    || second == knownSecond, frequency, term, id);
                if (best.Id < 0
                    || (candidate.Shares, candidate.Frequency, candidate.Term).CompareTo((best.Shares, best.Frequency, best.Term)) > 0)
                {
                    best = candidate;
                }
            }
        }

        return (best.Id, best.Shares ? OneCharacterShare : BothCharactersShare);
    }

    private static IEnumerable<uint> SoundsOf(ulong term)
    {
        (Rune first, Rune second) = TermAnalyzer.PairOf(term);
        ushort[] firsts = Pinyin.ReadingsOf(first).ToArray(), seconds = Pinyin.ReadingsOf(second).ToArray();
        return firsts.SelectMany(_ => seconds, (one, other) => ((uint)one << 16) | other);
    }
}
