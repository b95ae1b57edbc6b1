using System.Diagnostics.CodeAnalysis;

namespace FaqBot.Core.Text;

/// <summary>The languages that FaqBot tells apart.</summary>
public enum Language
{
    /// <summary>Any other language, or a text without letters.</summary>
    Other,

    /// <summary>Chinese in simplified characters (zh-Hans).</summary>
    SimplifiedChinese,

    /// <summary>Chinese in traditional characters (zh-Hant).</summary>
    TraditionalChinese,

    /// <summary>English, or another text in Latin letters that is treated alike (en).</summary>
    English,
}

/// <summary>BCP 47 tags of <see cref="Language"/>.</summary>
public static class LanguageTag
{
    /// <summary>The tag of a language: <c>zh-Hans</c>, <c>zh-Hant</c>, <c>en</c> or <c>und</c>.</summary>
    /// <param name="language">The language.</param>
    /// <returns>The tag.</returns>
    public static string Of(Language language) => language switch
    {
        Language.SimplifiedChinese => "zh-Hans",
        Language.TraditionalChinese => "zh-Hant",
        Language.English => "en",
        _ => "und",
    };

    /// <summary>Reads a BCP 47 tag, regions included (<c>zh-TW</c>, <c>en-US</c>), in any case.</summary>
    /// <param name="tag">The tag.</param>
    /// <param name="language">The language it stands for.</param>
    /// <returns>False when the tag is not one of a language that FaqBot tells apart.</returns>
    public static bool TryParse([NotNullWhen(true)] string? tag, out Language language)
    {
        language = Language.Other;
        if (string.IsNullOrEmpty(tag) || tag.Length > 35)
        {
            return false;
        }

        string[] parts = tag.Split('-', '_');
        language = parts[0].ToLowerInvariant() switch
        {
            "en" => Language.English,
            "zh" when parts.Skip(1).Any(part => part.ToLowerInvariant() is "hant" or "tw" or "hk" or "mo")
                && !parts.Contains("Hans", StringComparer.OrdinalIgnoreCase) => Language.TraditionalChinese,
            "zh" => Language.SimplifiedChinese,
            _ => Language.Other,
        };
        return language != Language.Other;
    }
}
