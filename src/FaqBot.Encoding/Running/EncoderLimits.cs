using System.Security.Cryptography;
using FaqBot.Encoding.ModelFiles;
using FaqBot.Encoding.Tokenizing;

namespace FaqBot.Encoding.Running;

/// <summary>What is put before a text, and where it is cut.</summary>
/// <param name="MaxTokens">Most tokens of a text, special ones included.</param>
/// <param name="Prompt">Text before each text; may be empty.</param>
/// <param name="BatchTokens">Token budget of a batch.</param>
/// <param name="IsShortened">Whether the options allow less than the model.</param>
internal sealed record EncoderLimits(int MaxTokens, string Prompt, int BatchTokens, bool IsShortened)
{
    /// <summary>Batches that run beside each other.</summary>
    public int Runs { get; init; } = 1;

    /// <summary>Whether texts are put into lower case before the tokenizer sees them.</summary>
    public bool LowerCase { get; init; }

    // Room for as many ids is made for each text, and what attention takes grows with the square.
    private const int LongestText = 1 << 15;

    /// <summary>The limits of a model, as its files and the options have them.</summary>
    /// <exception cref="ModelException">The special tokens leave no room for a text.</exception>
    public static EncoderLimits Of(ModelDescription description, ModelTokenizer tokenizer, EncoderOptions options)
    {
        SentenceModules modules = description.Modules;
        string? stated = modules.DefaultPromptName is { } name ? modules.Prompts.GetValueOrDefault(name) : null;
        int tokens = modules.MaxTokens is null
            ? Math.Min(description.MaxTokens, tokenizer.MaxLength ?? int.MaxValue) : description.MaxTokens;
        EncoderLimits limits = Of(tokens, stated, options) with { LowerCase = modules.LowerCase };
        return tokenizer.SpecialTokens < limits.MaxTokens ? limits : throw new ModelException(tokenizer.Folder, [
            $"its tokenizer puts {tokenizer.SpecialTokens} special tokens around a text, expected less than the {limits.MaxTokens} tokens "
            + "that a text may have; take another model"]);
    }

    /// <summary>The limits of a model that takes so many tokens.</summary>
    public static EncoderLimits Of(int modelTokens, string? modelPrompt, EncoderOptions options)
    {
        modelTokens = Math.Min(modelTokens, LongestText);
        int tokens = options.MaxTokens > 0 ? Math.Min(options.MaxTokens, modelTokens) : modelTokens;
        return new EncoderLimits(tokens, options.Prompt ?? modelPrompt
            ?? "", options.BatchTokens, tokens < modelTokens)
        { Runs = options.EffectiveRuns };
    }

    /// <summary>Makes another fingerprint of a model's where the options change its vectors.</summary>
    public string Mark(string fingerprint)
    {
        string marks = (Prompt.Length > 0 ? $"\nprompt {Prompt}" : "") + (IsShortened ? $"\ntokens {MaxTokens}" : "");
        return marks.Length == 0
            ? fingerprint
            : Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(fingerprint + marks)));
    }
}
