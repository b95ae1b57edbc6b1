using System.Text.Json;
using FaqBot.Encoding.Json;

namespace FaqBot.Encoding.ModelFiles;

/// <summary>The <c>Pooling</c> module of Sentence Transformers.</summary>
/// <param name="Mode">How token vectors become one.</param>
/// <param name="IncludePrompt">Whether the tokens of a prompt count.</param>
/// <param name="IsStated">False when no file says it and the mean is assumed, as Sentence Transformers does.</param>
public sealed record PoolingModule(PoolingMode Mode, bool IncludePrompt, bool IsStated)
{
    /// <summary>What holds where nothing is stated.</summary>
    public static PoolingModule Assumed { get; } = new(PoolingMode.Mean, IncludePrompt: true, IsStated: false);

    /// <summary>Names of the modes, with the flag that an older layout has for each.</summary>
    private static readonly (string Name, string Flag, PoolingMode Mode)[] Names =
    [
        ("cls", "pooling_mode_cls_token", PoolingMode.Cls),
        ("mean", "pooling_mode_mean_tokens", PoolingMode.Mean),
        ("max", "pooling_mode_max_tokens", PoolingMode.Max),
        ("mean_sqrt_len_tokens", "pooling_mode_mean_sqrt_len_tokens", PoolingMode.MeanSqrtLength),
        ("weightedmean", "pooling_mode_weightedmean_tokens", PoolingMode.WeightedMean),
        ("lasttoken", "pooling_mode_lasttoken", PoolingMode.LastToken),
    ];

    /// <summary>Reads <c>config.json</c> of the module.</summary>
    internal static PoolingModule? Read(string folder, string path, ICollection<string> faults)
    {
        string file = path + "/" + TransformerConfig.FileName;
        if (!File.Exists(Path.Combine(folder, file)))
        {
            faults.Add(
                $"found no file '{file}', expected the pooling mode, because '{SentenceModules.FileName}' names it; take the folder again "
                + $"from where the model was published");
            return null;
        }

        if (ModelJson.Read(folder, file, faults) is not { } stated)
        {
            return null;
        }

        bool includePrompt = stated.Flag("include_prompt") ?? true;
        return ReadMode(stated) is { } mode ? new PoolingModule(mode, includePrompt, IsStated: true) : null;
    }

    private static PoolingMode? ReadMode(JsonMembers stated)
    {
        string known = string.Join(", ", Names.Select(name => name.Name));
        if (stated.Element("pooling_mode") is { } value)
        {
            string[] named = value.ValueKind == JsonValueKind.Array
                ? [.. stated.Texts("pooling_mode")] : [stated.Text("pooling_mode") ?? ""];
            (string Name, string Flag, PoolingMode Mode)[] found =
                [.. Names.Where(name => named.Contains(name.Name, StringComparer.OrdinalIgnoreCase))];
            if (named.Length == 1 && found.Length == 1)
            {
                return found[0].Mode;
            }

            stated.Report("pooling_mode", $"[{string.Join(", ", named)}], expected one of {known}");
            return null;
        }

        string[] flagged = [.. Names.Where(name => stated.Flag(name.Flag) == true).Select(name => name.Name)];
        if (flagged.Length == 1)
        {
            return Names.First(name => name.Name == flagged[0]).Mode;
        }

        stated.Report("the pooling modes", $"[{string.Join(", ", flagged)}], expected exactly one of {known}");
        return null;
    }
}
