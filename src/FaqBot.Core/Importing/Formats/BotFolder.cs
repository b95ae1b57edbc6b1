using FaqBot.Core.Importing.Files;
using FaqBot.Core.Importing.Reports;

namespace FaqBot.Core.Importing.Formats;

/// <summary>Knows the folder of a Botpress 12 bot, as the service exports it: its questions lie in <c>qna</c>, a file each.</summary>
internal static class BotFolder
{
    private const string Settings = "bot.config.json";

    private static readonly string[] Folders =
    [
        "actions", "assets", "config", "content-elements", "content-types", "entities", "flows", "hooks", "intents", "libraries", "media",
        "models",
    ];

    /// <summary>The files of bots that have no questions, which are noted folder by folder.</summary>
    /// <param name="files">All files.</param>
    /// <param name="context">Takes the notes.</param>
    public static IEnumerable<ImportFile> Others(IReadOnlyList<ImportFile> files, ReadingContext context)
    {
        List<ImportFile> others = [];
        foreach (string root in files.Where(file => Path.GetFileName(file.Name) == Settings)
            .Select(file => file.Name[..^Settings.Length]))
        {
            ImportFile[] ofBot = [.. files.Where(file => file.Name.StartsWith(root, StringComparison.Ordinal)
                && (file.Name == root + Settings || Folders.Contains(FolderOf(file, root))))];
            if (!files.Any(file => file.Name.StartsWith(root + "qna/", StringComparison.Ordinal)))
            {
                continue;
            }

            others.AddRange(ofBot);
            foreach (IGrouping<string, ImportFile> folder in ofBot.Where(file => file.Name != root + Settings)
                .GroupBy(file => FolderOf(file, root)))
            {
                context.Notes.LeftOut(
                    NoteCode.OtherKind, new Place(root + folder.Key),
                    $"files of the bot without questions and answers were left out: {folder.Count()}");
            }
        }

        return others;
    }

    private static string FolderOf(ImportFile file, string root) =>
        file.Name[root.Length..].Split('/') is [var folder, _, ..] ? folder : "";
}
