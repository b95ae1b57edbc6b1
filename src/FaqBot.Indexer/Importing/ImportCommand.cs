using System.CommandLine;
using System.Globalization;
using FaqBot.Core.Importing;
using FaqBot.Core.Knowledge;
using FaqBot.Indexer.CommandLine;

namespace FaqBot.Indexer.Importing;

/// <summary><c>import</c>: makes a knowledge file of what QnA Maker or Custom Question Answering exported.</summary>
internal static class ImportCommand
{
    private const string NoAnswer = "No good match found in the knowledge base.";

    public static Command Create()
    {
        Operand file =
            new("file", "--input", "Export of QnA Maker or Custom Question Answering: tab-separated (.tsv) or JSON.");
        Option<string> id =
            new("--kb", "--id")
            {
                Description = "Id of the knowledge base; that of the old one keeps clients as they are.",
                Required = true,
            };
        Option<string> name =
            new("--name") { Description = "Name of the knowledge base, such as that of the old project. Default: its id." };
        Option<string[]> languages = new("--languages")
        {
            Description = "Languages that it serves: zh-Hans, zh-Hant, en.",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => ["en"],
        };
        Option<string> defaultAnswer =
            new("--default-answer") { Description = "What customers read when nothing fits.", DefaultValueFactory = _ => NoAnswer };
        Option<string> output = new("--output", "-o") { Description = "Knowledge file to write.", Required = true };
        Command command = new("import", "Make a knowledge file of an export of QnA Maker or Custom Question Answering.")
        {
            id, name, languages, defaultAnswer, output,
        };
        file.AddTo(command);
        command.SetAction(parsed =>
        {
            string target = parsed.GetValue(output)!;
            ImportedHead head = new(
                parsed.GetValue(id)!,
                parsed.GetValue(name) ?? parsed.GetValue(id)!,
                parsed.GetValue(languages)!,
                parsed.GetValue(defaultAnswer)!);
            (KnowledgeBase knowledge, int exported) = new ImportedKnowledge(Console.Error).Convert(file.Of(parsed), target, head);
            int questions = knowledge.Entries.Sum(entry => entry.Questions.Count());
            Console.Out.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{target}: {knowledge.Entries.Count} of {exported} entries, {questions} questions"));
            return ExitCode.Success;
        });
        return command;
    }
}
