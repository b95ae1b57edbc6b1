using FaqBot.Core.Answering;
using FaqBot.Core.Matching;
using FaqBot.Core.Tests.Matching;
using FaqBot.Encoding.Running;

namespace FaqBot.Core.Tests.Answering;

/// <summary>Small real encoders, one a folder, that know a few words each.</summary>
internal sealed class WordModels : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <summary>How often a model was loaded, by name.</summary>
    public Dictionary<string, int> Loads { get; } = [];

    public string FolderOf(string name) => _folder.File(name);

    /// <summary>Makes a model.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="seed">What its vectors come from.</param>
    /// <param name="isCalibrated">Whether its folder holds a confidence.</param>
    /// <returns>Its identity.</returns>
    public EncoderIdentity Make(string name, int seed, bool isCalibrated = true)
    {
        string folder = Directory.CreateDirectory(FolderOf(name)).FullName;
        Random random = new(seed);
        File.WriteAllLines(
            Path.Combine(folder, "words.vec"),
            new[] { "question", "answer", "alternate", "first", "second" }.Select(word =>
                $"{word} {random.Next(1, 9)} {random.Next(1, 9)} {random.Next(1, 9)} {random.Next(1, 9)}"));
        using TextEncoder encoder = TextEncoder.Load(folder, new EncoderOptions());
        if (isCalibrated)
        {
            Confidence(encoder.Identity).Write(Path.Combine(folder, ConfidenceModel.FileName));
        }

        return encoder.Identity;
    }

    public static ConfidenceModel Confidence(EncoderIdentity encoder) => Confidences.Of(encoder.Fingerprint, unrelated: 0.5);

    public LoadedEncoder Load(string name)
    {
        Loads[name] = Loads.GetValueOrDefault(name) + 1;
        return LoadedEncoder.Load(FolderOf(name), new EncoderOptions { ConcurrentRuns = 1 });
    }

    public void Dispose() => _folder.Dispose();
}
