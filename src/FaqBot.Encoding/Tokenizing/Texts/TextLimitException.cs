namespace FaqBot.Encoding.Tokenizing.Texts;

/// <summary>A tokenizer of others takes too much for one text.</summary>
/// <param name="message">What it takes, what was expected, and the place in its files.</param>
internal sealed class TextLimitException(string message) : Exception(message);
