using System.Collections.Frozen;
using System.Reflection;
using FaqBot.Encoding.Running;

namespace FaqBot.Core.Matching;

/// <summary>Confidences of models that do not come with the program, but were at hand when it was made.</summary>
/// <remarks>
/// They count for a model by its id, whatever was built of it: cosines of the same weights in another format lie within a few thousandths.
/// <c>bench/calibrate.sh</c> makes them. Thread-safe.
/// </remarks>
public static class ShippedConfidence
{
    private const string Folder = "FaqBot.Core.Matching.Data.", Ending = ".json";

    private static readonly FrozenDictionary<string, ConfidenceModel> All = ReadAll();

    /// <summary>The ids of the models that have one.</summary>
    public static IReadOnlyCollection<string> Models => All.Keys;

    /// <summary>Looks for the confidence of a model.</summary>
    /// <param name="model">Its id on the hub, <c>organisation/name</c>.</param>
    /// <param name="encoder">The encoder that was made of it.</param>
    /// <returns>Its confidence, or null.</returns>
    public static ConfidenceModel? For(string model, EncoderIdentity encoder)
    {
        ArgumentNullException.ThrowIfNull(encoder);
        return All.GetValueOrDefault(model) is { } shipped ? shipped with { ModelFingerprint = encoder.Fingerprint } : null;
    }

    private static FrozenDictionary<string, ConfidenceModel> ReadAll()
    {
        Assembly assembly = typeof(ShippedConfidence).Assembly;
        return assembly.GetManifestResourceNames().Where(name => name.StartsWith(Folder, StringComparison.Ordinal)).ToFrozenDictionary(
            name => name[Folder.Length..^Ending.Length].Replace("--", "/", StringComparison.Ordinal),
            name =>
            {
                using StreamReader reader = new(assembly.GetManifestResourceStream(name)!);
                return ConfidenceModel.Parse(reader.ReadToEnd());
            },
            StringComparer.OrdinalIgnoreCase);
    }
}
