using System.Collections.Frozen;

namespace FaqBot.Options;

/// <summary>Options that have another place now: whoever still sets one is told where it is.</summary>
internal static class MovedOptions
{
    private static readonly FrozenDictionary<string, string> Places = new Dictionary<string, string>
    {
        ["FaqBot:Answering:OfferHandover"] = "FaqBot:Channels:OfferHandover",
        ["FaqBot:Bot:HandOver"] = "FaqBot:Channels:OfferHandover",
        ["FaqBot:Bot:Greeting"] = "FaqBot:Channels:Greeting",
        ["FaqBot:Bot:RememberedConversations"] = "FaqBot:Conversations:MaxConversations",
        ["FaqBot:Bot:RememberFor"] = "FaqBot:Conversations:Lifetime",
        ["FaqBot:DirectLine:PublicUrl"] = "FaqBot:Http:PublicUrl",
        ["FaqBot:DirectLine:Greeting"] = "FaqBot:Channels:Greeting",
        ["FaqBot:DirectLine:Greet"] = "FaqBot:Channels:Greeting, where an empty text greets nobody",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>Where an option is now.</summary>
    /// <param name="path">Its former path.</param>
    /// <returns>The place; null when no option had that path.</returns>
    public static string? PlaceOf(string path) => Places.GetValueOrDefault(path);
}
