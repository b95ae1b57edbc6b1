using FaqBot.Encoding.Library.Hubs;

namespace FaqBot.Encoding.Library;

/// <summary>A model in the folder of models.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Folder">Full path of its folder.</param>
/// <param name="State">Whether it can be used.</param>
/// <param name="Kind">What its files are; null where that cannot be told.</param>
/// <param name="Dimensions">Components of a vector, as its <c>config.json</c> states; null where it does not.</param>
/// <param name="Bytes">Bytes of its files.</param>
/// <param name="Source">Where it came from; null for a folder that was put there by hand.</param>
public sealed record InstalledModel(
    ModelId Id, string Folder, ModelState State, ModelKind? Kind, int? Dimensions, long Bytes, ModelSource? Source);

/// <summary>Whether an installed model can be used, as its files tell without being read whole.</summary>
public enum ModelState
{
    /// <summary>A complete encoder.</summary>
    Ready,

    /// <summary>Whole, but an encoder must be built from it.</summary>
    ToBuild,

    /// <summary>Files are missing; <c>verify</c> says which.</summary>
    Damaged,
}
