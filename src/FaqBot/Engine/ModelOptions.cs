using FaqBot.Encoding.Library;
using FaqBot.Encoding.Remote;
using FaqBot.Encoding.Running;

namespace FaqBot.Engine;

/// <summary>Which encoder to load, and how it uses the machine.</summary>
internal sealed class ModelOptions : EncoderOptions
{
    public string Folder { get; set; } = HomeFolder.BundledModel;

    /// <summary>A service that encodes instead of the model in the folder, if one is named.</summary>
    public RemoteEncoderOptions Remote { get; } = new();

    public override IEnumerable<string> Faults() =>
        [.. base.Faults(), .. string.IsNullOrWhiteSpace(Folder)
            ? ["Folder is empty, expected the folder of an encoder"] : Array.Empty<string>()];
}
