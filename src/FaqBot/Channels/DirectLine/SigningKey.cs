using System.Security.Cryptography;
using FaqBot.Core.Conversations;
using FaqBot.Encoding.Library;
using FaqBot.Engine;

namespace FaqBot.Channels.DirectLine;

/// <summary>The key of tokens, the same for all replicas and after a restart.</summary>
/// <remarks>
/// It comes from the options; else it is a random one that the first replica leaves in Redis, or without Redis in a file beside the
/// database that only the service's user may read.
/// </remarks>
internal sealed class SigningKey(DirectLineOptions options, StorageOptions storage, IConversationStore store) : IDisposable
{
    private const int Bytes = 32;
    private const string RedisName = "signing-key";
    private const string FileEnding = ".directline-key";

    private readonly SemaphoreSlim _finding = new(1);
    private volatile TokenSigner? _signer;

    /// <summary>What signs with the key; null until it was asked for.</summary>
    public TokenSigner? Known => _signer;

    /// <summary>What signs with the key.</summary>
    /// <exception cref="ConversationStoreException">Redis, which holds the key, cannot be reached.</exception>
    public async ValueTask<TokenSigner> SignerAsync(CancellationToken cancellationToken)
    {
        if (_signer is { } known)
        {
            return known;
        }

        await _finding.WaitAsync(cancellationToken);
        try
        {
            return _signer ??= new TokenSigner(await FindAsync(cancellationToken));
        }
        finally
        {
            _finding.Release();
        }
    }

    public void Dispose() => _finding.Dispose();

    private async ValueTask<byte[]> FindAsync(CancellationToken cancellationToken)
    {
        if (options.SigningKey is { } configured)
        {
            return SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(configured));
        }

        return store is RedisConversationStore redis
            ? await redis.ShareAsync(RedisName, RandomNumberGenerator.GetBytes(Bytes), cancellationToken)
            : await ReadFileAsync(Path.GetFullPath(storage.Path, HomeFolder.Find()) + FileEnding, cancellationToken);
    }

    private static async ValueTask<byte[]> ReadFileAsync(string path, CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
        {
            // Written aside: another process must not read half a key.
            string aside = $"{path}.{Guid.NewGuid():N}";
            FileStreamOptions create = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                create.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            await using (FileStream file = new(aside, create))
            {
                await file.WriteAsync(RandomNumberGenerator.GetBytes(Bytes), cancellationToken);
            }

            try
            {
                File.Move(aside, path, overwrite: false);
            }
            catch (IOException) when (File.Exists(path))
            {
                File.Delete(aside);
            }
        }

        return await File.ReadAllBytesAsync(path, cancellationToken) is { Length: Bytes } key
            ? key
            : throw new InvalidDataException(
                $"The file '{path}' holds no key of {Bytes} bytes; delete it, and the service makes another one.");
    }
}
