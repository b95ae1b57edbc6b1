using System.Text.Json;

namespace FaqBot.Core.Tests.Learning;

/// <summary>Questions of one help page: each member's texts want one answer, and those of its siblings another one.</summary>
internal sealed record Siblings(string Language, IReadOnlyList<IReadOnlyList<string>> Members)
{
    /// <summary>Some of those that the judge has never seen, evenly taken from all files.</summary>
    public static IReadOnlyList<Siblings> Sample(int each, int from = 0)
    {
        string folder = Repository.SharedFolder("data", "train", "nearmiss");
        return
        [
            .. Directory.GetFiles(folder, "*_fit.jsonl").Order(StringComparer.Ordinal).SelectMany(File.ReadLines)
                .Where((_, index) => index % each == from).Select(Read),
        ];
    }

    private static Siblings Read(string line)
    {
        using JsonDocument json = JsonDocument.Parse(line);
        return new Siblings(
            json.RootElement.GetProperty("l").GetString()!,
            [
                .. json.RootElement.GetProperty("c").EnumerateArray().Select(IReadOnlyList<string> (member) =>
                    [.. member.EnumerateArray().Select(text => text.GetString()!)]),
            ]);
    }
}
