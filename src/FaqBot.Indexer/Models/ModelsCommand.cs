using System.CommandLine;
using System.CommandLine.Parsing;
using FaqBot.Encoding.Library;
using FaqBot.Encoding.Library.Hubs;

namespace FaqBot.Indexer.Models;

/// <summary><c>models</c>: what its commands have in common.</summary>
internal static class ModelsCommand
{
    public static Command Create(TimeProvider time) => new("models", "List, download, import, build, check and remove models.")
    {
        ModelsListCommand.Create(),
        ModelsPullCommand.Create(time),
        ModelsImportCommand.Create(time),
        ModelsBuildCommand.Create(time),
        ModelsVerifyCommand.Create(),
        ModelsRemoveCommand.Create(),
    };

    /// <summary>Validates an argument or option whose text must be the id of a model.</summary>
    public static void CheckId(SymbolResult result)
    {
        if (result.Tokens is [var token] && !ModelId.TryParse(token.Value, out _))
        {
            result.AddError($"'{token.Value}' is no model, expected organisation/name, for example BAAI/bge-small-zh-v1.5");
        }
    }

    /// <summary>What <see cref="CheckId"/> has let pass.</summary>
    public static ModelId Id(string text) => ModelId.TryParse(text, out ModelId? id) ? id : throw new ArgumentException(text, nameof(text));

    public static string? NameOf(ModelKind? kind) => kind?.ToString().ToLowerInvariant();

    public static string NameOf(ModelState state) => state switch
    {
        ModelState.Ready => "ready",
        ModelState.ToBuild => "to build",
        _ => "damaged",
    };
}
