using System.Text.Encodings.Web;
using System.Text.Json;
using FaqBot.Knowledge;

namespace FaqBot.Storage;

/// <summary>The JSON of columns that hold a list or a localised text.</summary>
internal static class StoredJson
{
    // Readable Chinese in the file; the column never reaches a page.
    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(LocalizedText text) => JsonSerializer.Serialize(text.Texts, Options);

    public static string Write(IReadOnlyList<string> list) => JsonSerializer.Serialize(list, Options);

    public static string Write(IReadOnlyList<KeyValuePair<string, string>> pairs) => JsonSerializer.Serialize(pairs, Options);

    public static string Write(IReadOnlyList<FollowUpPrompt> prompts) => JsonSerializer.Serialize(prompts, Options);

    public static LocalizedText ReadText(string json) => new(JsonSerializer.Deserialize<Dictionary<string, string>>(json, Options)!);

    public static string[] ReadList(string json) => JsonSerializer.Deserialize<string[]>(json, Options)!;

    public static KeyValuePair<string, string>[] ReadPairs(string json) =>
        JsonSerializer.Deserialize<KeyValuePair<string, string>[]>(json, Options)!;

    public static FollowUpPrompt[] ReadPrompts(string json) => JsonSerializer.Deserialize<FollowUpPrompt[]>(json, Options)!;
}
