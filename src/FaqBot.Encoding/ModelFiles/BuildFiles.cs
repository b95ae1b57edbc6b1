namespace FaqBot.Encoding.ModelFiles;

/// <summary>The files of a built model besides its graph.</summary>
internal static class BuildFiles
{
    /// <summary>Files that decide a vector, if they are there; those of modules apart.</summary>
    private static readonly string[] Deciding =
    [
        TransformerConfig.FileName, ModelDescription.TokenizerFileName, "tokenizer.json", "special_tokens_map.json", "added_tokens.json",
        "vocab.txt", "vocab.json", "merges.txt", "sentencepiece.bpe.model", "spiece.model", "tokenizer.model",
        SentenceModules.FileName, SentenceModules.PromptsFileName, .. SentenceModules.LimitFileNames,
    ];

    /// <summary>Files that people need, and licences ask for.</summary>
    private static readonly string[] Accompanying = ["README.md", "LICENSE*", "NOTICE*", "source.json"];

    /// <summary>Names of the files of a checkpoint that decide a vector, weights apart, relative to its folder.</summary>
    public static IReadOnlyList<string> DecidingIn(string folder, SentenceModules modules) =>
        [.. Deciding.Concat(modules.Paths.Select(path => $"{path}/{TransformerConfig.FileName}"))
            .Where(name => File.Exists(Path.Combine(folder, name)))];

    /// <summary>Names of the files that go with them.</summary>
    public static IReadOnlyList<string> AccompanyingIn(string folder) =>
        [.. Accompanying.SelectMany(pattern => Directory.EnumerateFiles(folder, pattern)).Select(path => Path.GetFileName(path))];

    /// <summary>Copies files into a folder.</summary>
    public static void Copy(string from, string to, IEnumerable<string> names, CancellationToken cancellationToken)
    {
        foreach (string name in names)
        {
            cancellationToken.ThrowIfCancellationRequested();
            string target = Path.Combine(to, name);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(Path.Combine(from, name), target);
        }
    }
}
