using System.Text.Json;

namespace FaqBot.Tests.Running;

/// <summary>A small knowledge base made by a test.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Entries">Its entries.</param>
internal sealed record KnowledgeDraft(string Id, params DraftEntry[] Entries)
{
    public string[][] Synonyms { get; init; } = [];

    public string[][] Contrasts { get; init; } = [];

    public string[] StopPhrases { get; init; } = [];

    public const string DefaultAnswer = "Nobody here knows.";

    /// <summary>Writes the knowledge file.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The path.</returns>
    public string Write(string path)
    {
        File.WriteAllText(path, JsonSerializer.Serialize(
            new
            {
                FormatVersion = 1,
                Id,
                Name = $"The {Id} test",
                Languages = new[] { "en" },
                DefaultAnswer,
                Synonyms,
                Contrasts,
                StopPhrases,
                Entries,
            },
            JsonSerializerOptions.Web));
        return path;
    }
}

/// <summary>An entry of a draft.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Question">Its question.</param>
/// <param name="Answer">Its answer, in Markdown.</param>
internal sealed record DraftEntry(string Id, string Question, string Answer)
{
    public Dictionary<string, string> Metadata { get; init; } = [];

    public string[] NotThis { get; init; } = [];
}
