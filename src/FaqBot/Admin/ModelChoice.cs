using System.ComponentModel;

namespace FaqBot.Admin;

/// <summary>Body of <c>PUT /api/v1/kbs/{kb}/model</c>.</summary>
internal sealed record ModelChoice(
    [property: Description("organisation/name of an installed model, or the name of its folder.")] string Model);
