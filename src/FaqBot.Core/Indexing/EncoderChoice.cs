using FaqBot.Encoding.Library;
using FaqBot.Encoding.Remote;
using FaqBot.Encoding.Running;

namespace FaqBot.Core.Indexing;

/// <summary>Which encoders a run may use, and where they come from.</summary>
/// <param name="Library">The models that knowledge bases may have been given.</param>
/// <param name="Bundled">Finds the folder of the bundled encoder; only called where it is needed.</param>
public sealed record EncoderChoice(ModelLibrary Library, Func<string> Bundled)
{
    /// <summary>Folder of the encoder that was asked for by name, before any other; or null.</summary>
    public string? Named { get; init; }

    /// <summary>The service that encodes by default, if one is used.</summary>
    public RemoteEncoderOptions Remote { get; init; } = new();

    /// <summary>How encoders of this machine use it.</summary>
    public EncoderOptions Options { get; init; } = new();
}
