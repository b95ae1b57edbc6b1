using System.Text.Json;
using FaqBot.Encoding.Library;

namespace FaqBot.Encoding.Tests.Library;

/// <summary>Catalogs of one model.</summary>
internal static class Catalogs
{
    public static string Text(string id, params string[] files) => JsonSerializer.Serialize(new
    {
        formatVersion = 1,
        models = new[]
        {
            new
            {
                id,
                kind = "checkpoint",
                dimensions = 4,
                maxTokens = 16,
                pooling = "mean",
                queryPrefix = "",
                licence = "MIT",
                approximateBytes = 96_000_000,
                source = "huggingface",
                files,
                description = "For tests.",
            },
        },
    });

    public static ModelCatalog With(string id, params string[] files) =>
        ModelCatalog.Parse(System.Text.Encoding.UTF8.GetBytes(Text(id, files)), "test");
}
