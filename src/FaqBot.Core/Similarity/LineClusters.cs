using FaqBot.Core.Matching;
using FaqBot.Core.Text;
using FaqBot.Encoding.ModelFiles;
using FaqBot.Encoding.Running;
using FaqBot.Encoding.Vectors;

namespace FaqBot.Core.Similarity;

/// <summary>Lines that mean about the same as one of them.</summary>
/// <param name="Representative">The line that has most of the others near it.</param>
/// <param name="Members">The others, the most similar first.</param>
public sealed record LineCluster(ClusteredLine Representative, IReadOnlyList<ClusteredLine> Members);

/// <summary>A line of a cluster.</summary>
/// <param name="Line">Its number in the file, from 1.</param>
/// <param name="Text">Its text.</param>
/// <param name="Similarity">How alike it is to the representative, 0…1.</param>
public sealed record ClusteredLine(int Line, string Text, double Similarity);

/// <summary>Puts the lines of a list together that mean about the same.</summary>
public static class LineClusters
{
    /// <summary>Finds clusters with an encoder that is loaded for it.</summary>
    /// <param name="lines">The lines.</param>
    /// <param name="folder">Folder of the encoder, which holds its confidence, too.</param>
    /// <param name="band">Least similarity to the representative, 0…1.</param>
    /// <param name="progress">Told how many lines are encoded; may be null.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>The clusters of two lines and more, the largest first.</returns>
    /// <exception cref="ModelException">The encoder cannot be used, or has no confidence.</exception>
    public static async Task<IReadOnlyList<LineCluster>> FindAsync(
        IReadOnlyList<ListedLine> lines, string folder, double band, Action<int>? progress, CancellationToken cancellationToken)
    {
        folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        using TextEncoder encoder = TextEncoder.Load(folder, new EncoderOptions());
        SimilarityScale scale = new(ConfidenceModel.Read(folder, encoder.Identity));
        return await FindAsync(lines, encoder, scale, band, progress, cancellationToken);
    }

    /// <summary>Finds clusters.</summary>
    /// <param name="lines">The lines.</param>
    /// <param name="encoder">The encoder.</param>
    /// <param name="scale">Its scale.</param>
    /// <param name="band">Least similarity to the representative, 0…1.</param>
    /// <param name="progress">Told how many lines are encoded; may be null.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>The clusters of two lines and more, the largest first.</returns>
    public static async Task<IReadOnlyList<LineCluster>> FindAsync(
        IReadOnlyList<ListedLine> lines, IEncoder encoder, SimilarityScale scale, double band, Action<int>? progress,
            CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(lines);
        ArgumentNullException.ThrowIfNull(encoder);

        // What is equal but for case, width, blanks and punctuation is encoded once.
        IGrouping<string, ListedLine>[] distinct = [.. lines.GroupBy(line => KeyOf(line.Text))];
        int done = 0;
        float[] vectors = await encoder.EncodeAsync(
            [.. distinct.Select(group => TextNormalizer.ForEncoding(group.First().Text))], count =>
                progress?.Invoke(done += count), cancellationToken);
        Dictionary<int, SimilarCluster> clusters =
            NearDuplicates.Clusters(new UnitVectors(vectors, encoder.Identity.Dimensions), scale, band, cancellationToken)
                .ToDictionary(cluster => cluster.Representative);
        HashSet<int> members = [.. clusters.Values.SelectMany(cluster => cluster.Members.Select(member => member.Row))];
        return
        [
            .. Enumerable.Range(0, distinct.Length).Where(row => !members.Contains(row))
                .Select(row => Make(distinct, row, clusters.GetValueOrDefault(row)?.Members ?? []))
                .Where(cluster => cluster.Members.Count > 0)
                .OrderByDescending(cluster => cluster.Members.Count).ThenBy(cluster => cluster.Representative.Line),
        ];
    }

    private static LineCluster Make(
        IGrouping<string, ListedLine>[] distinct, int representative, IEnumerable<(int Row, double Similarity)> members)
    {
        ClusteredLine[] equal = [.. distinct[representative].Select(line => new ClusteredLine(line.Line, line.Text, 1))];
        return new LineCluster(
            equal[0],
                [.. equal.Skip(1),
                    .. members.SelectMany(member =>
                        distinct[member.Row].Select(line => new ClusteredLine(line.Line, line.Text, member.Similarity)))]);
    }

    private static string KeyOf(string text)
    {
        string clean = TextNormalizer.Clean(text), key = TextNormalizer.MatchKey(clean);
        return key.Length == 0 ? clean : key;
    }
}
