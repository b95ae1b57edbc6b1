using FaqBot.Core.Text;

namespace FaqBot.Core.Knowledge;

/// <summary>A text in one or several languages.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed class LocalizedText : IEquatable<LocalizedText>
{
    /// <summary>The key of a text that serves every language.</summary>
    public const string AnyLanguage = "*";

    private readonly KeyValuePair<string, string>[] _texts;

    /// <summary>Holds a text in several languages.</summary>
    /// <param name="texts">Text by language tag, or by <see cref="AnyLanguage"/>; at least one.</param>
    public LocalizedText(IReadOnlyDictionary<string, string> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentOutOfRangeException.ThrowIfZero(texts.Count, nameof(texts));
        _texts = [.. texts.OrderBy(text => text.Key, StringComparer.Ordinal)];
    }

    /// <summary>Holds one text for every language.</summary>
    /// <param name="text">The text.</param>
    public LocalizedText(string text)
        : this(new Dictionary<string, string> { [AnyLanguage] = text })
    {
    }

    /// <summary>Takes a text as the one for every language.</summary>
    /// <param name="text">The text.</param>
    public static implicit operator LocalizedText(string text) => new(text);

    /// <summary>Whether two hold the same texts.</summary>
    public static bool operator ==(LocalizedText? left, LocalizedText? right) => Equals(left, right);

    /// <summary>Whether two hold different texts.</summary>
    public static bool operator !=(LocalizedText? left, LocalizedText? right) => !Equals(left, right);

    /// <summary>The texts by language tag, in ordinal order of the tags.</summary>
    public IReadOnlyDictionary<string, string> Texts => new SortedDictionary<string, string>(_texts.ToDictionary(), StringComparer.Ordinal);

    /// <summary>The text for a reader.</summary>
    /// <param name="language">The reader's language.</param>
    /// <returns>The text in that language; else in the other Chinese script; else the one for all; else Chinese, English, any.</returns>
    public string For(Language language) => Choose(language).Value;

    /// <summary>The text for a reader with the key that it stands under.</summary>
    /// <inheritdoc cref="For" path="/param" />
    /// <returns>Language tag, or <see cref="AnyLanguage"/>, and text; chosen as <see cref="For"/> does.</returns>
    public KeyValuePair<string, string> Choose(Language language)
    {
        foreach (string tag in Preference(language))
        {
            foreach (KeyValuePair<string, string> text in _texts)
            {
                if (text.Key == tag)
                {
                    return text;
                }
            }
        }

        return _texts[0];
    }

    /// <summary>The text for a reader of any language.</summary>
    public override string ToString() => For(Language.Other);

    /// <inheritdoc />
    public bool Equals(LocalizedText? other) => other is not null && _texts.AsSpan().SequenceEqual(other._texts);

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as LocalizedText);

    /// <inheritdoc />
    public override int GetHashCode()
    {
        HashCode hash = default;
        foreach ((string language, string text) in _texts)
        {
            hash.Add(language, StringComparer.Ordinal);
            hash.Add(text, StringComparer.Ordinal);
        }

        return hash.ToHashCode();
    }

    private static string[] Preference(Language language) => language switch
    {
        Language.SimplifiedChinese => ["zh-Hans", "zh-Hant", AnyLanguage, "en"],
        Language.TraditionalChinese => ["zh-Hant", "zh-Hans", AnyLanguage, "en"],
        Language.English => ["en", AnyLanguage, "zh-Hans", "zh-Hant"],
        _ => [AnyLanguage, "zh-Hans", "zh-Hant", "en"],
    };
}
