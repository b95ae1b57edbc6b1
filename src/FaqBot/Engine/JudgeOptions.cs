using FaqBot.Encoding.Library;

namespace FaqBot.Engine;

/// <summary>Which judge reads sentences side by side.</summary>
internal sealed class JudgeOptions
{
    /// <summary>Folder of the judge; empty: none.</summary>
    public string Folder { get; set; } = HomeFolder.BundledJudge;
}
