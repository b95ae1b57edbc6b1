using System.Security.Cryptography;

namespace FaqBot.Encoding.Library.Hubs;

/// <summary>The checksum that a hub states for a file.</summary>
/// <param name="IsGitBlob">
/// True for the id of a git blob: SHA-1 over <c>blob</c>, a space, the length, a zero byte and the content
/// (<see href="https://git-scm.com/book/en/v2/Git-Internals-Git-Objects"/>); hubs state no other for small files. False for SHA-256.
/// </param>
/// <param name="Hex">Lower-case hexadecimal.</param>
public sealed record HubChecksum(bool IsGitBlob, string Hex)
{
    /// <summary>Takes a SHA-256.</summary>
    /// <param name="hex">Hexadecimal digits.</param>
    /// <returns>The checksum, or null where this is none.</returns>
    public static HubChecksum? Sha256(string? hex) => Take(isGitBlob: false, hex, 64);

    /// <summary>Takes the id of a git blob.</summary>
    /// <param name="hex">Hexadecimal digits.</param>
    /// <returns>The checksum, or null where this is none.</returns>
    public static HubChecksum? GitBlob(string? hex) => Take(isGitBlob: true, hex, 40);

    /// <summary>Reads a file once.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>Whether the file has this checksum, the one found, and its SHA-256.</returns>
    public async Task<(bool Equal, string Found, string Sha256)> CompareAsync(string path, CancellationToken cancellationToken)
    {
        await using FileStream file =
            new(path, FileMode.Open, FileAccess.Read, FileShare.Read, 0, FileOptions.SequentialScan | FileOptions.Asynchronous);
        using IncrementalHash sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using IncrementalHash? blob = IsGitBlob ? IncrementalHash.CreateHash(HashAlgorithmName.SHA1) : null;
        blob?.AppendData(System.Text.Encoding.ASCII.GetBytes($"blob {file.Length}\0"));
        byte[] buffer = new byte[1 << 20];
        for (int read; (read = await file.ReadAsync(buffer, cancellationToken)) > 0;)
        {
            sha256.AppendData(buffer, 0, read);
            blob?.AppendData(buffer, 0, read);
        }

        string sum = Convert.ToHexStringLower(sha256.GetHashAndReset());
        string found = blob is null ? sum : Convert.ToHexStringLower(blob.GetHashAndReset());
        return (found == Hex, found, sum);
    }

    /// <inheritdoc />
    public override string ToString() => $"{(IsGitBlob ? "git blob" : "SHA-256")} {Hex}";

    private static HubChecksum? Take(bool isGitBlob, string? hex, int digits) =>
        hex?.Length == digits && hex.All(char.IsAsciiHexDigit) ? new HubChecksum(isGitBlob, hex.ToLowerInvariant()) : null;
}
