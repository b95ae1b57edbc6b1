using System.Text.Json;

namespace FaqBot.Encoding.Tests.Building;

/// <summary>One line of a golden file: ids, and what the reference implementation gives for them.</summary>
internal sealed record GoldenVector(int[] Ids, int[] Types, float[] Expected)
{
    public static IReadOnlyList<GoldenVector> Read(string model) =>
        [.. File.ReadLines(Repository.SharedFile("fixtures", "models", model, "golden.jsonl")).Where(line => line.Length > 0)
            .Select(Parse)];

    private static GoldenVector Parse(string line)
    {
        using JsonDocument document = JsonDocument.Parse(line);
        JsonElement root = document.RootElement;
        int[] ids = root.GetProperty("ids").Deserialize<int[]>()!;
        return root.TryGetProperty("logit", out JsonElement logit)
            ? new GoldenVector(ids, root.GetProperty("type_ids").Deserialize<int[]>()!, [logit.GetSingle()])
            : new GoldenVector(ids, new int[ids.Length], root.GetProperty("embedding").Deserialize<float[]>()!);
    }
}
