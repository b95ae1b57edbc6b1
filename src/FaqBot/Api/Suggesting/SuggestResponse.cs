using System.ComponentModel;
using FaqBot.Core.Answering;

namespace FaqBot.Api.Suggesting;

/// <summary>Reply to <c>GET /api/v1/suggest</c>.</summary>
internal sealed record SuggestResponse(
    string Kb,
    [property: Description("Version of the knowledge base that the questions come from.")] int Version,
    [property: Description(
        "Questions that what is typed may become, the likeliest first, one of an entry.")] IReadOnlyList<RelatedQuestion> Suggestions);
