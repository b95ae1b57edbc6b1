using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace FaqBot.Core.Tests.Knowledge;

/// <summary>Judges documents by the keywords that <c>data/faq.schema.json</c> uses; an unknown keyword fails.</summary>
internal sealed class SchemaValidator(JsonNode schema)
{
    public bool Accepts(JsonNode? document) => Accepts(schema, document);

    private bool Accepts(JsonNode rules, JsonNode? value) => rules.AsObject().All(rule => Holds(rule.Key, rule.Value!, rules, value));

    private bool Holds(string keyword, JsonNode rule, JsonNode rules, JsonNode? value) => keyword switch
    {
        "$schema" or "$id" or "$defs" or "title" or "description" or "default" or "format" => true,
        "$ref" => Accepts(Resolve((string)rule!), value),
        "type" => IsOfType(value, (string)rule!),
        "const" => JsonNode.DeepEquals(rule, value),
        "enum" => rule.AsArray().Any(one => JsonNode.DeepEquals(one, value)),
        "oneOf" => rule.AsArray().Count(one => Accepts(one!, value)) == 1,
        "anyOf" => rule.AsArray().Any(one => Accepts(one!, value)),
        _ when value is JsonObject members => HoldsForObject(keyword, rule, rules, members),
        _ when value is JsonArray items => HoldsForArray(keyword, rule, items),
        _ when value?.GetValueKind() == JsonValueKind.String => HoldsForText(keyword, rule, (string)value!),
        _ => IsKnown(keyword),
    };

    private bool HoldsForObject(string keyword, JsonNode rule, JsonNode rules, JsonObject members) => keyword switch
    {
        "required" => rule.AsArray().All(name => members.ContainsKey((string)name!)),
        "properties" => members.All(member => rule[member.Key] is not { } own || Accepts(own, member.Value)),
        "additionalProperties" => members.Where(member => rules["properties"]?[member.Key] is null)
            .All(member => rule.GetValueKind() != JsonValueKind.False && Accepts(rule, member.Value)),
        "propertyNames" => members.All(member => Accepts(rule, JsonValue.Create(member.Key))),
        "minProperties" => members.Count >= (int)rule,
        "maxProperties" => members.Count <= (int)rule,
        _ => IsKnown(keyword),
    };

    private bool HoldsForArray(string keyword, JsonNode rule, JsonArray items) => keyword switch
    {
        "items" => items.All(item => Accepts(rule, item)),
        "minItems" => items.Count >= (int)rule,
        "maxItems" => items.Count <= (int)rule,
        "uniqueItems" => items.Select(item => item?.ToJsonString()).Distinct().Count() == items.Count,
        _ => IsKnown(keyword),
    };

    private static bool HoldsForText(string keyword, JsonNode rule, string text) => keyword switch
    {
        "minLength" => text.EnumerateRunes().Count() >= (int)rule,
        "maxLength" => text.EnumerateRunes().Count() <= (int)rule,

        // In ECMAScript '$' is the end of the text, not also before a last line break.
        "pattern" => Regex.IsMatch(text, ((string)rule!).EndsWith('$') ? $"{((string)rule!)[..^1]}\\z" : (string)rule!),
        _ => IsKnown(keyword),
    };

    private static bool IsKnown(string keyword) => keyword is "required" or "properties" or "additionalProperties" or "propertyNames"
        or "minProperties" or "maxProperties" or "items" or "minItems" or "maxItems" or "uniqueItems" or "minLength" or "maxLength" or "pattern"
        ? true
        : throw new NotSupportedException($"The validator does not know the keyword '{keyword}'.");

    private JsonNode Resolve(string reference) =>
        reference.Split('/').Skip(1).Aggregate(schema, (node, part) => node[part] ?? throw new KeyNotFoundException(reference));

    private static bool IsOfType(JsonNode? value, string type) => value?.GetValueKind() switch
    {
        JsonValueKind.Object => type == "object",
        JsonValueKind.Array => type == "array",
        JsonValueKind.String => type == "string",
        JsonValueKind.True or JsonValueKind.False => type == "boolean",
        JsonValueKind.Number => type is "number" or "integer",
        _ => type == "null",
    };
}
