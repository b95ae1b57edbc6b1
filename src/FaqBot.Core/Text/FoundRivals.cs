using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FaqBot.Core.Text;

/// <summary>A question as contrasts are looked for in it.</summary>
/// <param name="Entry">The entry that it leads to.</param>
/// <param name="Text">The question: see <see cref="TextNormalizer.Clean"/>.</param>
internal readonly record struct ComparedQuestion(int Entry, string Text);

/// <summary>Words that make questions of different entries, which are otherwise the same, different.</summary>
/// <param name="Words">The words, at least two, in the order of the questions.</param>
/// <param name="Questions">Numbers of the questions, one a word.</param>
internal sealed record FoundContrast(IReadOnlyList<string> Words, IReadOnlyList<int> Questions);

/// <summary>Finds words that fit the same place, by questions that differ in one stretch only.</summary>
/// <remarks>
/// <para>
/// 重置VPN密码 and 重置Windows密码 of two entries say that VPN and Windows are rivals. What two questions of one entry differ in is the same
/// there: such words are no rivals. Each question is looked at with a hole of one word to <see cref="QuestionFrame.MostWords"/>; questions
/// that are equal but for the hole come together by the hash of what is around it.
/// </para>
/// <para>
/// A stretch of words that nearly every question has (怎么, how do I) says nothing, and a frame must say more than the stretch: 怎么退货 and
/// 怎么登录 are about different things, which makes no rivals. A single Chinese character takes a neighbour
/// with it, the one beside which it stands more often: 退货 and 换货, not 退 and 换, which stand in many other words.
/// </para>
/// </remarks>
internal sealed class FoundRivals
{
    // Of one frame, and of one entry in it; more of them say nothing new.
    private const int MostFillers = 1_000, MostOfEntry = 16;

    // A table of bits that tells apart frames of several questions; that many bits for each hole make it right mostly.
    private const int BitsPerHole = 8;

    private readonly IReadOnlyList<ComparedQuestion> _questions;
    private readonly QuestionFrame[] _frames;
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private readonly List<FoundContrast> _contrasts = [];
    private readonly List<IReadOnlyList<RivalSide>> _groups = [];
    private readonly List<RivalSide> _same = [];
    private readonly Dictionary<(ulong Word, ulong Next), int> _neighbours = [];

    private FoundRivals(IReadOnlyList<ComparedQuestion> questions, QuestionFrame[] frames) => (_questions, _frames) = (questions, frames);

    /// <summary>The groups of rivals, and of words that are the same, for a <see cref="RivalWords"/>.</summary>
    public IReadOnlyList<IReadOnlyList<RivalSide>> Groups => _groups;

    /// <summary>What was found, each group of words once.</summary>
    public IReadOnlyList<FoundContrast> Contrasts => _contrasts;

    /// <summary>Looks for rivals.</summary>
    /// <param name="questions">The questions of a knowledge base.</param>
    /// <returns>What was found.</returns>
    public static FoundRivals In(IReadOnlyList<ComparedQuestion> questions)
    {
        QuestionFrame[] frames = new QuestionFrame[questions.Count];
        Parallel.For(0, frames.Length, i => frames[i] = new QuestionFrame(questions[i].Text));
        List<FrameHole[]> shared = Grouped(SharedHoles(frames));
        FoundRivals found = new(questions, frames);
        found.CountNeighbours(shared);
        foreach (FrameHole[] holes in shared)
        {
            found.Add(holes);
        }

        found.KeepSame();
        return found;
    }

    /// <summary>The holes whose frame several questions have, and some others by chance.</summary>
    private static List<FrameHole> SharedHoles(QuestionFrame[] frames)
    {
        long most = frames.Sum(frame => (long)frame.Words.Length * QuestionFrame.MostWords);
        int bits = (int)Math.Clamp(long.Log2((most * BitsPerHole) + 64), 6, 30);
        ulong[] once = new ulong[1 << (bits - 6)], twice = new ulong[1 << (bits - 6)];
        foreach (QuestionFrame frame in frames)
        {
            foreach ((ulong hash, _, _) in frame.Holes())
            {
                (int word, ulong bit) = ((int)(hash >> (64 - bits + 6)), 1UL << (int)((hash >> (64 - bits)) & 63));
                twice[word] |= once[word] & bit;
                once[word] |= bit;
            }
        }

        List<FrameHole> shared = [];
        for (int i = 0; i < frames.Length; i++)
        {
            foreach ((ulong Hash, int, int) hole in frames[i].Holes())
            {
                if ((twice[(int)(hole.Hash >> (64 - bits + 6))] & (1UL << (int)((hole.Hash >> (64 - bits)) & 63))) != 0)
                {
                    shared.Add(frames[i].HoleOf(i, hole));
                }
            }
        }

        return shared;
    }

    /// <summary>Puts the holes of each frame together, in the order of the questions.</summary>
    private static List<FrameHole[]> Grouped(List<FrameHole> holes)
    {
        (ulong Hash, int Number)[] order = [.. holes.Select((hole, number) => (hole.Hash, number))];
        Array.Sort(order);
        List<FrameHole[]> groups = [];
        for (int first = 0, end; first < order.Length; first = end)
        {
            for (end = first + 1; end < order.Length && order[end].Hash == order[first].Hash;)
            {
                end++;
            }

            if (end - first > 1)
            {
                groups.Add([.. order[first..Math.Min(end, first + MostFillers)].Select(item => holes[item.Number])]);
            }
        }

        groups.Sort((one, other) => one[0].Question.CompareTo(other[0].Question));
        return groups;
    }

    /// <summary>Adds the words that fill the holes of one frame.</summary>
    private void Add(FrameHole[] holes)
    {
        // Whatever all begin or end with belongs to a longer frame.
        if (Array.TrueForAll(holes, hole => hole.First == holes[0].First) || Array.TrueForAll(holes, hole => hole.Last == holes[0].Last))
        {
            return;
        }

        bool takesNext = TakesNext(holes);
        string[] words = [.. holes.Select(hole => WordOf(hole, takesNext))];
        (int[] sides, bool repeatsEntries) = SidesOf(holes);
        int[] shown = [.. Enumerable.Range(0, holes.Length).Where(i => sides[i] == i)];
        if (shown.Length > 1 && _known.Add(string.Join('\n', words)))
        {
            _groups.Add([.. shown.Select(root => new RivalSide(
                shown.Length == holes.Length
                    ? [words[root]] : [.. words.Where((_, i) => sides[i] == root).Distinct(StringComparer.Ordinal)],
                AreSame: false))]);
            _contrasts.Add(new FoundContrast([.. shown.Select(i => words[i])], [.. shown.Select(i => holes[i].Question)]));
        }

        if (repeatsEntries)
        {
            AddSame(holes, words);
        }
    }

    /// <summary>Adds what stands for each other in one entry.</summary>
    private void AddSame(FrameHole[] holes, string[] words)
    {
        foreach (IGrouping<int, int> ofEntry in Enumerable.Range(0, holes.Length).GroupBy(i => _questions[holes[i].Question].Entry))
        {
            int[] own = [.. ofEntry.Take(MostOfEntry)];
            for (int i = 1; i < own.Length; i++)
            {
                foreach (int other in own.Take(i).Where(other => holes[other].DiffersAtBothEnds(holes[own[i]])))
                {
                    _same.Add(new RivalSide([words[other], words[own[i]]], AreSame: true));
                }
            }
        }
    }

    /// <summary>
    /// Puts to one side what is of one entry, and what begins or ends with the same word: those differ in a shorter stretch, which has a
    /// frame of its own.
    /// </summary>
    /// <returns>For each hole the first one of its side, and whether an entry has several holes.</returns>
    private (int[] Sides, bool RepeatsEntries) SidesOf(FrameHole[] holes)
    {
        int[] sides = [.. Enumerable.Range(0, holes.Length)];
        Dictionary<ulong, int> entries = [], firsts = [], lasts = [];
        bool repeats = false;
        for (int i = 0; i < holes.Length; i++)
        {
            repeats |= Join(entries, (ulong)_questions[holes[i].Question].Entry, i);
            Join(firsts, holes[i].First, i);
            Join(lasts, holes[i].Last, i);
        }

        return ([.. sides.Select((_, i) => Root(i))], repeats);

        int Root(int i)
        {
            while (sides[i] != i)
            {
                i = sides[i] = sides[sides[i]];
            }

            return i;
        }

        bool Join(Dictionary<ulong, int> seen, ulong key, int i)
        {
            if (seen.TryAdd(key, i))
            {
                return false;
            }

            (int one, int other) = (Root(i), Root(seen[key]));
            sides[Math.Max(one, other)] = Math.Min(one, other);
            return true;
        }
    }

    /// <summary>Counts how often single Chinese characters stand beside what is around their holes.</summary>
    private void CountNeighbours(List<FrameHole[]> shared)
    {
        foreach (FrameHole hole in shared.SelectMany(holes => holes).Where(hole => hole.IsCharacter))
        {
            _neighbours[(hole.Before, hole.First)] = _neighbours[(hole.First, hole.After)] = 0;
        }

        foreach (QuestionFrame frame in _frames)
        {
            for (int i = 1; i < frame.Words.Length && _neighbours.Count > 0; i++)
            {
                ref int count = ref CollectionsMarshal.GetValueRefOrNullRef(_neighbours, (frame.Words[i - 1], frame.Words[i]));
                if (!Unsafe.IsNullRef(ref count))
                {
                    count++;
                }
            }
        }
    }

    /// <summary>Whether the single characters of a frame stand more often before what follows them than after what precedes them.</summary>
    private bool TakesNext(FrameHole[] holes) => holes.Where(hole => hole.IsCharacter)
        .Sum(hole => _neighbours[(hole.First, hole.After)] - _neighbours[(hole.Before, hole.First)]) >= 0;

    /// <summary>The word of a hole as it stands in the question, a single Chinese character with a neighbour.</summary>
    private string WordOf(FrameHole hole, bool takesNext)
    {
        string text = _questions[hole.Question].Text;
        (int Start, int End)[] places = _frames[hole.Question].Places;
        int first = hole.Start, last = hole.Start + hole.Length - 1;
        if (hole.IsCharacter)
        {
            bool hasNext = IsTaken(hole.After) && places[last].End == places[last + 1].Start,
                hasPrevious = IsTaken(hole.Before) && places[first - 1].End == places[first].Start;
            last += hasNext && (takesNext || !hasPrevious) ? 1 : 0;
            first -= last == first && hasPrevious ? 1 : 0;
        }

        return text[places[first].Start..places[last].End];

        static bool IsTaken(ulong word) => word != 0 && !TermAnalyzer.IsLatin(word) && !TermAnalyzer.IsGeneric(word);
    }

    /// <summary>Of the words that are the same in an entry, those count that are rivals elsewhere.</summary>
    private void KeepSame()
    {
        HashSet<string> rivals = [.. _groups.SelectMany(group => group).SelectMany(side => side.Words).Select(PhraseKey.Of)];
        _groups.AddRange(_same.Where(same => same.Words.All(word => rivals.Contains(PhraseKey.Of(word))))
            .Select(same => (IReadOnlyList<RivalSide>)[same]));
    }
}
