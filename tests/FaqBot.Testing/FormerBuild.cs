using System.IO.Compression;

namespace FaqBot.Testing;

/// <summary>A database that commit 4ed38e6 made, with its own indexer and service: whatever comes later must lose nothing of it.</summary>
/// <remarks>
/// <para>
/// <c>kiosk</c>: versions 1 and 2, which answers, and draft 3; an entry of version 1 is gone, one of the draft is new; two keys, three
/// lines of
/// feedback, a confidence that <c>calibrate --kb</c> fitted on its own questions. <c>orphan</c>: version 1 in int8, a key, a confidence
/// that was fitted
/// with labelled questions. <c>words</c>: version 2, switched to the model <c>acme--words</c>. No file of any of them exists.
/// </para>
/// <para>
/// Its default encoder was the model that was bundled then. Where that one still is, the copy names another: no fingerprint is known to
/// this build.
/// </para>
/// </remarks>
public static class FormerBuild
{
    /// <summary>The default encoder of a copy.</summary>
    public static readonly string Encoder = new('f', 64);

    /// <summary>The first key of <c>kiosk</c>, whose hash the database holds.</summary>
    public const string Key = "zU1f_E2bh_C69TahcWptpPiMjku5NiyxFpEHI0zTbe4";

    /// <summary>The chosen model of <c>words</c>.</summary>
    public const string ChosenModel = "acme--words";

    private const string BundledThen = "fa149b506772d28b5bede2a99c1a854fc0f937e3fb68e6809f2b5b8d9ed038c4";

    /// <summary>Writes a copy.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The path.</returns>
    public static string WriteTo(string path)
    {
        using FileStream packed = File.OpenRead(Repository.PathOf("tests", "data", "former-build.db.gz"));
        using GZipStream unpacking = new(packed, CompressionMode.Decompress);
        using MemoryStream unpacked = new();
        unpacking.CopyTo(unpacked);
        byte[] content = unpacked.ToArray();

        // As long as the other, and behind the other models in the order of the index, too.
        byte[] then = System.Text.Encoding.ASCII.GetBytes(BundledThen), now = System.Text.Encoding.ASCII.GetBytes(Encoder);
        for (int at; (at = content.AsSpan().IndexOf(then)) >= 0;)
        {
            now.CopyTo(content, at);
        }

        File.WriteAllBytes(path, content);
        return path;
    }

    /// <summary>Makes the chosen model of <c>words</c>, as it was then.</summary>
    /// <param name="models">The folder of models.</param>
    /// <returns>Folder of the model, without a confidence.</returns>
    public static string MakeChosenModel(string models)
    {
        string folder = Directory.CreateDirectory(Path.Combine(models, ChosenModel)).FullName;
        File.WriteAllText(Path.Combine(folder, "words.vec"), "question 1 2 3\nanswer 2 1 3\nalternate 3 1 1\nfirst 1 3 1\nsecond 1 1 3\n");
        return folder;
    }
}
