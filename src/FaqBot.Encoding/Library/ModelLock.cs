using FaqBot.Encoding.Library.Hubs;

namespace FaqBot.Encoding.Library;

/// <summary>Held while a model is changed, so that no two processes do so at once.</summary>
/// <remarks>The operating system ends it with the process; the file itself stays.</remarks>
internal sealed class ModelLock : IDisposable
{
    private readonly FileStream _file;

    private ModelLock(FileStream file) => _file = file;

    /// <summary>Takes the lock.</summary>
    /// <exception cref="ModelLibraryException">It is held.</exception>
    public static ModelLock Take(string path, ModelId id)
    {
        try
        {
            return new ModelLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException exception) when (File.Exists(path))
        {
            throw new ModelLibraryException(
                $"'{id}' cannot be changed", ["another process pulls, imports or removes it; wait for that one to end"], exception);
        }
    }

    public void Dispose() => _file.Dispose();
}
