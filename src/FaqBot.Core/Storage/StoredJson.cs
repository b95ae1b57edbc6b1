using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using FaqBot.Knowledge;

namespace FaqBot.Storage;

/// <summary>The JSON of columns that hold a list or a localised text.</summary>
internal static class StoredJson
{
    // Readable Chinese in the file; the column never reaches a page.
    private static readonly StoredJsonContext Context =
        new(new JsonSerializerOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    public static string Write(LocalizedText text) => JsonSerializer.Serialize(text.Texts, Context.IReadOnlyDictionaryStringString);

    public static string Write(IReadOnlyList<string> list) => JsonSerializer.Serialize(list, Context.IReadOnlyListString);

    public static string Write(IReadOnlyList<KeyValuePair<string, string>> pairs) =>
        JsonSerializer.Serialize(pairs, Context.IReadOnlyListKeyValuePairStringString);

    public static string Write(IReadOnlyList<FollowUpPrompt> prompts) => JsonSerializer.Serialize(prompts, Context.IReadOnlyListFollowUpPrompt);

    public static LocalizedText ReadText(string json) => new(JsonSerializer.Deserialize(json, Context.IReadOnlyDictionaryStringString)!);

    public static string[] ReadList(string json) => JsonSerializer.Deserialize(json, Context.StringArray)!;

    public static KeyValuePair<string, string>[] ReadPairs(string json) =>
        json == "[]" ? [] : JsonSerializer.Deserialize(json, Context.KeyValuePairStringStringArray)!;

    public static FollowUpPrompt[] ReadPrompts(string json) => json == "[]" ? [] : JsonSerializer.Deserialize(json, Context.FollowUpPromptArray)!;
}

[JsonSerializable(typeof(IReadOnlyDictionary<string, string>))]
[JsonSerializable(typeof(IReadOnlyList<string>))]
[JsonSerializable(typeof(string[]))]
[JsonSerializable(typeof(IReadOnlyList<KeyValuePair<string, string>>))]
[JsonSerializable(typeof(KeyValuePair<string, string>[]))]
[JsonSerializable(typeof(IReadOnlyList<FollowUpPrompt>))]
[JsonSerializable(typeof(FollowUpPrompt[]))]
internal sealed partial class StoredJsonContext : JsonSerializerContext;
