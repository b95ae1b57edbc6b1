using FaqBot.Encoding.ModelFiles;

namespace FaqBot.Encoding.Tokenizing.Reading;

/// <summary>Reads the tokenizer of a model folder.</summary>
public static class TokenizerFolder
{
    /// <summary>
    /// Reads <c>tokenizer.json</c>; where there is none, <c>vocab.json</c> with <c>merges.txt</c>, <c>sentencepiece.bpe.model</c>, or
    /// <c>vocab.txt</c>. <c>tokenizer_config.json</c> completes each.
    /// </summary>
    /// <param name="folder">The model folder.</param>
    /// <returns>The tokenizer.</returns>
    /// <exception cref="ModelException">The files cannot be used; all faults are reported together.</exception>
    public static ModelTokenizer Read(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        FaultList faults = new();
        ModelTokenizer? tokenizer = Read(folder, TokenizerSettings.Read(folder, faults), faults);
        return tokenizer is null || faults.Lines.Count > 0 ? throw new ModelException(folder, faults.Lines) : tokenizer;
    }

    private static ModelTokenizer? Read(string folder, TokenizerSettings settings, FaultList faults)
    {
        bool Holds(string file) => File.Exists(Path.Combine(folder, file));
        if (Holds(TokenizerFile.Name))
        {
            return TokenizerFile.Read(Path.Combine(folder, TokenizerFile.Name), settings, faults);
        }

        if (Holds(BytePairFiles.Vocabulary) || Holds(BytePairFiles.MergeList))
        {
            return BytePairFiles.Read(folder, settings, faults);
        }

        if (Holds(SentencePieceFile.Name))
        {
            return SentencePieceFile.Read(Path.Combine(folder, SentencePieceFile.Name), settings, faults);
        }

        if (Holds(WordPieceFiles.Vocabulary))
        {
            return WordPieceFiles.Read(folder, settings, faults);
        }

        faults.Add($"found no tokenizer, expected '{TokenizerFile.Name}', '{BytePairFiles.Vocabulary}' with '{BytePairFiles.MergeList}', "
            + $"'{SentencePieceFile.Name}' or '{WordPieceFiles.Vocabulary}'; take the folder again from where it was published");
        return null;
    }
}
