using System.Numerics.Tensors;
using FaqBot.Core.Knowledge;
using FaqBot.Core.Matching;
using FaqBot.Core.Storage;
using FaqBot.Core.Text;
using FaqBot.Encoding.Running;

namespace FaqBot.Bench;

/// <summary>Catalogs of any size whose cosines lie as an encoder's do: rewordings at about 0.8, other entries at about 0.6.</summary>
internal static class NearCatalog
{
    public const int Dimensions = 384;

    // Shares of what all texts have in common, of the entry, and of the wording.
    private static readonly float Common = MathF.Sqrt(0.6f), Entry = MathF.Sqrt(0.2f), Wording = MathF.Sqrt(0.2f);

    /// <summary>Makes a catalog.</summary>
    /// <param name="entries">Its entries.</param>
    /// <param name="questionsPerEntry">Questions of each.</param>
    /// <param name="vectorFolder">Where exact vectors lie in a file; null: in memory.</param>
    public static FaqCatalog Build(int entries, int questionsPerEntry, string? vectorFolder = null)
    {
        KnowledgeBase knowledge = BenchFolder.Knowledge(entries, questionsPerEntry);
        StoredQuestion[] questions =
        [
            .. knowledge.Entries.SelectMany((entry, index) => entry.Questions.Select(
                text => new StoredQuestion(index, text, TextNormalizer.MatchKey(TextNormalizer.Clean(text))))),
        ];
        float[] vectors = GC.AllocateUninitializedArray<float>(questions.Length * Dimensions, pinned: true);
        Parallel.For(0, questions.Length, row => Fill(vectors.AsSpan(row * Dimensions, Dimensions), questions[row].Entry, row));
        EncoderIdentity encoder = new("near", new string('0', 64), Dimensions);
        VersionIdentity identity =
            new(knowledge.Id, 1, encoder, TextNormalizer.Version, VectorFormat.Float32, new string('0', 64), DateTimeOffset.UnixEpoch);
        return FaqCatalog.Build(new StoredVersion(identity, knowledge, questions, vectors), encoder, vectorFolder);
    }

    /// <summary>A customer's wording of an entry's question.</summary>
    public static float[] Query(int entry, int number)
    {
        float[] vector = new float[Dimensions];
        Fill(vector, entry, -1 - number);
        return vector;
    }

    private static void Fill(Span<float> vector, int entry, int wording)
    {
        vector.Clear();
        Add(vector, Common, seed: 0);
        Add(vector, Entry, unchecked((entry + 1) * 7_919));
        Add(vector, Wording, unchecked((wording * 104_729) + 13));
        TensorPrimitives.Divide(vector, TensorPrimitives.Norm<float>(vector), vector);
    }

    /// <summary>Adds a random direction of a length.</summary>
    private static void Add(Span<float> vector, float length, int seed)
    {
        Random random = new(seed);
        Span<float> direction = stackalloc float[Dimensions];
        foreach (ref float component in direction)
        {
            component = random.NextSingle() + random.NextSingle() + random.NextSingle() - 1.5f;
        }

        TensorPrimitives.MultiplyAdd(direction, length / TensorPrimitives.Norm<float>(direction), vector, vector);
    }
}
