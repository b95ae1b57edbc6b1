using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using FaqBot.Core.Knowledge;

namespace FaqBot.Core.Storage.Relational;

/// <summary>The JSON of columns that hold a list or a localised text.</summary>
internal static class StoredJson
{
    // Readable Chinese in the file; the column never reaches a page.
    private static readonly StoredJsonContext Context = new(new JsonSerializerOptions
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new LocalizedTextConverter() },
    });

    public static string Write(LocalizedText text) => JsonSerializer.Serialize(text.Texts, Context.IReadOnlyDictionaryStringString);

    public static string Write(IReadOnlyList<LocalizedText> texts) =>
        JsonSerializer.Serialize(texts, Context.IReadOnlyListLocalizedText);

    /// <summary>A name stands as it is; one for each language is an object.</summary>
    public static string WriteName(LocalizedText name)
    {
        IReadOnlyDictionary<string, string> texts = name.Texts;
        return texts.Count == 1 && texts.TryGetValue(LocalizedText.AnyLanguage, out string? any) && !any.StartsWith('{')
            ? any
            : JsonSerializer.Serialize(texts, Context.IReadOnlyDictionaryStringString);
    }

    public static string Write(IReadOnlyList<string> list) => JsonSerializer.Serialize(list, Context.IReadOnlyListString);

    public static string Write(IReadOnlyList<IReadOnlyList<string>> groups) =>
        JsonSerializer.Serialize(groups, Context.IReadOnlyListIReadOnlyListString);

    public static string Write(IReadOnlyList<KeyValuePair<string, string>> pairs) =>
        JsonSerializer.Serialize(pairs, Context.IReadOnlyListKeyValuePairStringString);

    public static string Write(IReadOnlyList<FollowUpPrompt> prompts) =>
        JsonSerializer.Serialize(prompts, Context.IReadOnlyListFollowUpPrompt);

    public static string Write(IReadOnlyList<CategoryName> categories) =>
        JsonSerializer.Serialize(categories, Context.IReadOnlyListCategoryName);

    public static CategoryName[] ReadCategories(string json) => json == "[]" ? [] : Whole(
        JsonSerializer.Deserialize(json, Context.CategoryNameArray),
        categories => categories.All(category => category is { Value: not null, Name: not null }));

    public static LocalizedText ReadText(string json) => new(Whole(
        JsonSerializer.Deserialize(json, Context.IReadOnlyDictionaryStringString),
        texts => texts.Count > 0 && !texts.Values.Contains(null)));

    public static LocalizedText[] ReadTexts(string json) => Whole(
        JsonSerializer.Deserialize(json, Context.LocalizedTextArray), texts => texts.All(text => text is not null));

    public static LocalizedText ReadName(string stored)
    {
        try
        {
            return stored.StartsWith('{') ? ReadText(stored) : new LocalizedText(stored);
        }
        catch (JsonException)
        {
            // Written when names had no languages.
            return new LocalizedText(stored);
        }
    }

    public static string[] ReadList(string json) =>
        Whole(JsonSerializer.Deserialize(json, Context.StringArray), list => !list.Contains(null));

    public static string[][] ReadGroups(string json) => Whole(
        JsonSerializer.Deserialize(json, Context.StringArrayArray), groups =>
            groups.All(group => group is not null && !group.Contains(null)));

    public static KeyValuePair<string, string>[] ReadPairs(string json) => json == "[]" ? [] : Whole(
        JsonSerializer.Deserialize(json, Context.KeyValuePairStringStringArray),
        pairs => pairs.All(pair => pair is { Key: not null, Value: not null }));

    public static FollowUpPrompt[] ReadPrompts(string json) => json == "[]" ? [] : Whole(
        JsonSerializer.Deserialize(json, Context.FollowUpPromptArray),
        prompts => prompts.All(prompt => prompt is { Text: not null, EntryId: not null }));

    /// <summary>What was written holds no null; what holds one was not written by this class.</summary>
    private static T Whole<T>(T? value, Func<T, bool> isWhole)
        where T : class => value is not null && isWhole(value) ? value : throw new JsonException("a stored value is null or empty");
}

[JsonSerializable(typeof(IReadOnlyDictionary<string, string>))]
[JsonSerializable(typeof(IReadOnlyList<string>))]
[JsonSerializable(typeof(IReadOnlyList<LocalizedText>))]
[JsonSerializable(typeof(LocalizedText[]))]
[JsonSerializable(typeof(string[]))]
[JsonSerializable(typeof(IReadOnlyList<IReadOnlyList<string>>))]
[JsonSerializable(typeof(string[][]))]
[JsonSerializable(typeof(IReadOnlyList<KeyValuePair<string, string>>))]
[JsonSerializable(typeof(KeyValuePair<string, string>[]))]
[JsonSerializable(typeof(IReadOnlyList<FollowUpPrompt>))]
[JsonSerializable(typeof(FollowUpPrompt[]))]
[JsonSerializable(typeof(IReadOnlyList<CategoryName>))]
[JsonSerializable(typeof(CategoryName[]))]
internal sealed partial class StoredJsonContext : JsonSerializerContext;
