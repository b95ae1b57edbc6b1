namespace FaqBot.Core.Text;

/// <summary>Tells whether two phrases of an owner are the same.</summary>
public static class PhraseKey
{
    /// <summary>The key of a phrase.</summary>
    /// <param name="phrase">The phrase.</param>
    /// <returns>Its words in comparable form; empty when it has none.</returns>
    public static string Of(string phrase) => string.Join(' ', PartsOf(phrase));

    /// <summary>The words of a phrase in comparable form.</summary>
    internal static string[] PartsOf(string phrase) => [.. TextWords.Of(TextNormalizer.Clean(phrase)).Select(word => word.Key)];
}
