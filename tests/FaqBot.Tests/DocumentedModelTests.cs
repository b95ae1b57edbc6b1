using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using FaqBot.Encoding.Tests.Building;
using FaqBot.Tests.Running;

namespace FaqBot.Tests;

/// <summary>The commands of docs/models.md, as they are printed, with a hub of this machine that has a small model under the page's name.
/// </summary>
public sealed partial class DocumentedModelTests
{
    private const string Encoder = "BAAI/bge-small-zh-v1.5", CrossEncoder = "BAAI/bge-reranker-base-int8";
    private const string Key = "key-of-the-owner-0001";
    private const int Entries = 20;

    private static readonly string[] Special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Models_are_pulled_built_and_chosen_and_a_cross_encoder_is_calibrated()
    {
        using TemporaryFolder folder = new();
        await using LocalHub hub = await HubAsync(folder);
        string models = Directory.CreateDirectory(folder.File("models")).FullName;
        await PrepareAsync(folder);
        (string, string)[] variables =
        [
            ("PATH", $"{folder.File("bin")}:{Environment.GetEnvironmentVariable("PATH")}"), ("HF_ENDPOINT", hub.Hub.Address.ToString()),
            ("FAQBOT_MODELS", models), ("FaqBot__Admin__Key", Key), ("OPENAI_API_KEY", "sk-none"),
        ];
        string page = await File.ReadAllTextAsync(Repository.PathOf("docs", "models.md"), Token);
        string[] blocks = [.. Block().Matches(page).Select(block => block.Groups["command"].Value)];
        await IndexerProcess.RunAsync("models", "build", Classifier(folder), "--id", CrossEncoder, "--models", models);
        await using ServiceProcess service = await ServiceProcess.StartReadyAsync(
            ("Storage:Path", folder.File("faq.db")), ("Knowledge:IndexAtStart", "false"), ("Admin:Key", Key), ("Models:Folder", models));
        foreach (string block in blocks)
        {
            string here = block.Replace("localhost:5080", service.Address.Authority, StringComparison.Ordinal);
            await using ChildProcess shell = ChildProcess.Start(
                "bash", ["-e", "-c", $"curl() {{ command curl -sS --fail-with-body \"$@\"; }}\n{here}"], variables, folder.Path);
            Assert.True(await shell.EndAsync(TimeSpan.FromMinutes(8)) == 0, $"{here}\n{shell.Output}");
        }

        Assert.True(Directory.Exists(Path.Combine(models, "BAAI--bge-small-zh-v1.5-int8")), "The page's model was not built.");
    }

    /// <summary>A hub with a model of random weights that reads the sample's characters.</summary>
    private static async Task<LocalHub> HubAsync(TemporaryFolder folder)
    {
        string checkpoint = Written(folder.File("checkpoint"), new CheckpointDraft(vocabulary: Vocabulary().Length));
        LocalHub hub = await LocalHub.StartAsync(Encoder);
        hub.Files.Clear();
        foreach (string file in Directory.GetFiles(checkpoint))
        {
            hub.Files[Path.GetFileName(file)] = await File.ReadAllBytesAsync(file, Token);
        }

        return hub;
    }

    /// <summary>A sequence classifier of random weights, as cross-encoders are.</summary>
    private static string Classifier(TemporaryFolder folder)
    {
        const int hidden = 32;
        CheckpointDraft draft = new(hidden, vocabulary: Vocabulary().Length);
        draft.Config["architectures"] = new[] { "BertForSequenceClassification" };
        draft.Config["id2label"] = new Dictionary<string, string> { ["0"] = "LABEL_0" };
        foreach ((string name, int outputs) in (ReadOnlySpan<(string, int)>)[("pooler.dense", hidden), ("classifier", 1)])
        {
            draft.Tensors[name + ".weight"] = ("F32", [outputs, hidden]);
            draft.Tensors[name + ".bias"] = ("F32", [outputs]);
        }

        return Written(folder.File("classifier"), draft);
    }

    private static string Written(string folder, CheckpointDraft draft)
    {
        draft.Write(folder);
        File.WriteAllLines(Path.Combine(folder, "vocab.txt"), Vocabulary());
        File.WriteAllText(Path.Combine(folder, "tokenizer_config.json"), """{"tokenizer_class": "BertTokenizer", "do_lower_case": true}""");
        return folder;
    }

    private static string[] Vocabulary() =>
        [.. Special, .. File.ReadAllText(Repository.PathOf("data", "faq.json")).Where(char.IsLetter).Distinct().Order()
            .Select(letter => letter.ToString())];

    /// <summary>A part of the sample, published, with its questions; and the program as the page starts it.</summary>
    private static async Task PrepareAsync(TemporaryFolder folder)
    {
        JsonObject shop = JsonNode.Parse(await File.ReadAllTextAsync(Repository.PathOf("data", "faq.json"), Token))!.AsObject();
        JsonArray entries = shop["entries"]!.AsArray();
        while (entries.Count > Entries)
        {
            entries.RemoveAt(Entries);
        }

        string[] ids = [.. entries.Select(entry => (string)entry!["id"]!)];
        foreach (JsonNode? entry in entries)
        {
            entry!.AsObject().Remove("prompts");
        }

        await File.WriteAllTextAsync(folder.File("shop.json"), shop.ToJsonString(), Token);
        await IndexerProcess.IndexAsync(folder.File("faq.db"), folder.File("shop.json"));
        string[] labelled = await File.ReadAllLinesAsync(Repository.PathOf("tests", "data", "shop.queries.tsv"), Token);
        await File.WriteAllLinesAsync(
            folder.File("questions.tsv"), labelled.Where((line, i) => i == 0 || ids.Contains(line.Split('\t')[1])), Token);
        string dotnet = Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator).Select(path => Path.Combine(path, "dotnet"))
            .First(File.Exists);
        string bin = Directory.CreateDirectory(folder.File("bin")).FullName, script = Path.Combine(bin, "dotnet");

        int port = FreePort.Find();

        // A service that is started stays; that it is ready is what the page's command is for.
        await File.WriteAllTextAsync(script, $$"""
            #!/usr/bin/env bash
            set -e
            project="$3"; shift 3; test "$1" = -- && shift
            if [ "$project" = src/FaqBot.Indexer ]; then exec '{{dotnet}}' '{{Repository.Indexer}}' "$@"; fi
            test "$project" = src/FaqBot
            export FaqBot__Storage__Path=faq.db FaqBot__Knowledge__IndexAtStart=false
            '{{dotnet}}' '{{Repository.Service}}' --urls http://127.0.0.1:{{port}} &
            trap 'kill %1; wait %1 || true' EXIT
            curl -sf --retry 300 --retry-delay 1 --retry-all-errors http://127.0.0.1:{{port}}/readyz > /dev/null

            """, Token);
        File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }

    [GeneratedRegex("^ *```sh\n(?<command>.*?)```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}
