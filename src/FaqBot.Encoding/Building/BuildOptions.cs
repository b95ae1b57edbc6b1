namespace FaqBot.Encoding.Building;

/// <summary>What kind of model a build gives.</summary>
public sealed class BuildOptions
{
    /// <summary>How weights are stored.</summary>
    public WeightFormat Weights { get; set; } = WeightFormat.Int8;
}
