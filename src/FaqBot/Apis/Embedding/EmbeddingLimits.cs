namespace FaqBot.Apis.Embedding;

/// <summary>How much one request may ask to encode; the first two are those of the OpenAI API.</summary>
internal static class EmbeddingLimits
{
    /// <summary>Most texts.</summary>
    public const int Texts = 2_048;

    /// <summary>Most tokens of all texts together, once they are cut to what the model takes.</summary>
    public const int Tokens = 300_000;

    /// <summary>Most tokens of all texts together where each token's vector is asked for, which makes a reply of tens of
    /// megabytes.</summary>
    public const int TokenVectors = 8_192;

    /// <summary>Most UTF-16 units of a text, which bounds the work of the tokenizer.</summary>
    public const int TextLength = 100_000;
}
