using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace FaqBot.Encoding.Library.Hubs;

/// <summary>The name of a model on a hub: <c>organisation/name</c>, or a name alone.</summary>
/// <remarks>
/// Two hyphens in a row, two dots in a row and hyphens or dots at an end are not allowed, as on the Hugging Face hub
/// (<see href="https://github.com/huggingface/huggingface_hub/blob/main/src/huggingface_hub/utils/_validators.py"/>). So a name is
/// always the name of a folder, and <see cref="FolderName"/> can be turned back.
/// </remarks>
public sealed partial record ModelId
{
    private ModelId(string text) => Text = text;

    /// <summary>The id as the hub writes it.</summary>
    public string Text { get; }

    /// <summary>The name of the model's folder: <c>organisation--name</c>.</summary>
    public string FolderName => Text.Replace("/", "--", StringComparison.Ordinal);

    /// <summary>Reads an id.</summary>
    /// <param name="text">The id, or the name of a model's folder.</param>
    /// <param name="id">The id.</param>
    /// <returns>Whether it is one.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out ModelId? id)
    {
        string? written = text is not null && !text.Contains('/', StringComparison.Ordinal)
            && text.Split("--") is [var organisation, var name]
            ? $"{organisation}/{name}"
            : text;
        id = written is not null && Form().IsMatch(written) ? new ModelId(written) : null;
        return id is not null;
    }

    /// <inheritdoc />
    public override string ToString() => Text;

    [GeneratedRegex(@"^(?!.*(--|\.\.))(?!.*\.git(/|\z))([A-Za-z0-9_]([A-Za-z0-9_.-]{0,94}[A-Za-z0-9_])?/)?[A-Za-z0-9_]([A-Za-z0-9_.-]{0,94}[A-Za-z0-9_])?\z")]
    private static partial Regex Form();
}
