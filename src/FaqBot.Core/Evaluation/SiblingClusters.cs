using System.Text.Json;

namespace FaqBot.Core.Evaluation;

/// <summary>Questions that look alike and want different answers, hand-written: what near misses are learnt from.</summary>
/// <param name="Language">Language tag of its texts.</param>
/// <param name="Members">Siblings of one help page: the texts of one want the same answer, those of two different ones. The first text of
/// each is worded as owners word it, the next as customers do, further ones far from it.</param>
public sealed record SiblingCluster(string Language, IReadOnlyList<IReadOnlyList<string>> Members)
{
    private const int MostFaults = 20;

    /// <summary>Reads files of clusters.</summary>
    /// <param name="files">JSON Lines: <c>{"l": "language", "c": [["text", "text", …], …]}</c>; other members are not read.</param>
    /// <returns>The clusters of each file.</returns>
    /// <exception cref="InvalidDataException">A line is no such cluster; the faults of all files are told together.</exception>
    public static IReadOnlyList<IReadOnlyList<SiblingCluster>> Read(IEnumerable<string> files)
    {
        ArgumentNullException.ThrowIfNull(files);
        List<string> faults = [];
        List<IReadOnlyList<SiblingCluster>> all = [];
        foreach (string file in files)
        {
            List<SiblingCluster> clusters = [];
            foreach ((int index, string line) in File.ReadLines(file).Index())
            {
                if (Parse(line) is { } cluster)
                {
                    clusters.Add(cluster);
                }
                else
                {
                    faults.Add($"{file}: line {index + 1}: expected {{\"l\": \"language\", \"c\": [[\"text\", \"text\", …], …]}} with "
                        + "two members or more of two texts or more");
                }
            }

            all.Add(clusters);
        }

        return faults.Count == 0 ? all : throw new InvalidDataException(string.Join('\n', faults.Take(MostFaults)));
    }

    private static SiblingCluster? Parse(string line)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(line);
            string language = document.RootElement.GetProperty("l").GetString() ?? "";
            string[][] members =
            [
                .. document.RootElement.GetProperty("c").EnumerateArray()
                    .Select(member => member.EnumerateArray().Select(text => text.GetString() ?? "").ToArray()),
            ];
            return members.Length >= 2 && members.All(member => member.Length >= 2 && !member.Any(string.IsNullOrWhiteSpace))
                ? new SiblingCluster(language, members) : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return null;
        }
    }
}
