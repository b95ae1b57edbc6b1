using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;
using FaqBot.Core.Answering;

namespace FaqBot.Api.Browsing;

/// <summary>Reply to <c>GET /api/v1/browse</c>.</summary>
internal sealed record BrowseResponse(
    string Kb,
    [property: Description("Version of the knowledge base that the questions come from.")] int Version,
    [property: Description("The categories, in the owner's order; of a search those that it found something in.")]
        IReadOnlyList<BrowsedCategory> Categories,
    [property: Description("How many questions there are in all.")] int Total,
    IReadOnlyList<RelatedQuestion> Questions);

/// <summary>A category of questions.</summary>
internal sealed record BrowsedCategory(
    [property: Description("Value of the metadata name category.")] string Id,
    [property: Description("What it is called in the language that was asked for.")] string Name,
    [property: Description("How many questions it has.")] int Questions);

/// <summary>What this route writes, as generated code does.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, UseStringEnumConverter = true)]
[JsonSerializable(typeof(BrowseResponse))]
internal sealed partial class BrowseJson : JsonSerializerContext;
