using System.Security.Cryptography;

namespace FaqBot.Core.Evaluation;

/// <summary>The files of labelled questions that a confidence is fitted on: see <see cref="LabelledQuestions"/>.</summary>
/// <param name="Faq">What knowledge bases hold, one file each.</param>
/// <param name="Queries">What customers typed, one file a knowledge base.</param>
/// <param name="Foreign">Questions of other fields.</param>
public sealed record CalibrationFiles(IReadOnlyList<string> Faq, IReadOnlyList<string> Queries, IReadOnlyList<string> Foreign)
{
    /// <summary>Sibling clusters, from which near misses are learnt: see <see cref="SiblingCluster.Read"/>.</summary>
    public IReadOnlyList<string> Siblings { get; init; } = [];

    private IEnumerable<string> All => [.. Faq, .. Queries, .. Foreign, .. Siblings];

    /// <summary>Their names without folders, in order.</summary>
    public string[] Names => [.. All.Select(file => Path.GetFileName(file))];

    /// <summary>Reads the questions.</summary>
    /// <returns>The questions of each knowledge base.</returns>
    /// <exception cref="InvalidDataException">A line lacks a column, or there is too little to fit on; all are told together.</exception>
    public LabelledQuestions[] Read() => LabelledQuestions.Read(Faq, Queries, Foreign);

    /// <summary>What tells one choice of files from another.</summary>
    /// <returns>SHA-256 of the SHA-256 of each file in order, in small hexadecimal digits.</returns>
    public string Hash()
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string file in All)
        {
            hash.AppendData(SHA256.HashData(File.ReadAllBytes(file)));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
