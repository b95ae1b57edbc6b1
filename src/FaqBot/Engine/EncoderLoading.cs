using FaqBot.Core.Answering;
using FaqBot.Encoding.Library;

namespace FaqBot.Engine;

/// <summary>The default encoder of this machine, whose session takes longest of all that a start does.</summary>
internal sealed class EncoderLoading
{
    private EncoderLoading(Task<LoadedEncoder>? ending) => Ending = ending;

    /// <summary>Ends with the encoder; null when a service elsewhere encodes.</summary>
    public Task<LoadedEncoder>? Ending { get; }

    /// <summary>Begins to load, while the web server is still being put together.</summary>
    /// <param name="options">The encoder.</param>
    public static EncoderLoading Begin(ModelOptions options) => new(
        options.Remote.IsUsed ? null : Task.Run(() => LoadedEncoder.Load(Path.GetFullPath(options.Folder, HomeFolder.Find()), options)));
}
