using FaqBot.Core.Knowledge;
using FaqBot.Core.Text;

namespace FaqBot.Indexer.Tests;

public sealed class ImportCommandTests : IDisposable
{
    private const string Table = """
        Question	Answer	Source	Metadata	SuggestedQuestions	IsContextOnly	Prompts	QnaId
        How do I charge?	Plug it in.\n\nWait.	manual.docx	category:power | level:2	[]	False	[{"displayOrder":1,"qnaId":3,"displayText":"Later"},{"displayOrder":0,"qnaId":2,"displayText":"How long?"},{"displayOrder":2,"qnaId":9,"displayText":"Gone"}]	1
        Charging	Plug it in.\n\nWait.	manual.docx	category:power | level:2	[]	False	[]	1
        How long?	Two hours.	manual.docx		[]	True	[]	2
        charging?	Use the blue one.	Editorial		[]	False	[]	3
        Which cable?	Use the blue one.	Editorial		[]	False	[]	3
        how long	Again.	Editorial		[]	False	[]	4
        """;

    private readonly TemporaryFolder _folder = new();
    private readonly string _target;

    public ImportCommandTests() => _target = _folder.File("mine.json");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Table_becomes_a_knowledge_file_and_what_is_lost_is_told()
    {
        IndexerProcess.Result result =
            await RunAsync(_folder.Write("kb.tsv", Table), "--kb", "kb-1", "--name", "Power", "--default-answer", "Sorry.");
        Assert.True(result.ExitCode == 0, result.Errors);
        Assert.Equal([$"{_target}: 3 entries, 4 questions (3 new, 1 refused; 6 rows read)"], result.Lines);
        Assert.Equal(
            [
                "left out: kb.tsv, line 5, Question: 'charging?' is a question of entry 1 already; a question leads to one entry",
                "left out: kb.tsv, line 7, Question: 'how long' is a question of entry 2 already; a question leads to one entry",
                "left out: kb.tsv, line 7: the entry has no question of its own; give it one to keep it",
                "left out: kb.tsv, line 2, Prompts: the prompt 'Gone' leads to no entry",
                "kb.tsv: 4 written \\n were read as line breaks",
                "kb.tsv: the input states no language; its questions read like en. State the languages if that is wrong",
            ],
            result.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        KnowledgeBase knowledge = FaqFile.Read(_target);
        Assert.Equal(("kb-1", "Power", "Sorry."), (knowledge.Id, knowledge.Name.ToString(), knowledge.DefaultAnswer.ToString()));
        FaqEntry first = knowledge.Entries[0];
        Assert.Equal(("1", "How do I charge?", "Plug it in.\n\nWait.", "manual.docx"),
            (first.Id, first.Question, first.Answer.For(Language.English), first.Source));
        Assert.Equal(["Charging"], first.Alternates);
        Assert.Equal([new("category", "power"), new("level", "2")], first.Metadata);
        Assert.Equal([new FollowUpPrompt("How long?", "2"), new FollowUpPrompt("Later", "3")], first.Prompts);
        Assert.True(knowledge.Entries[1].ContextOnly);
    }

    [Fact]
    public async Task Input_goes_into_a_knowledge_file_that_is_there()
    {
        Assert.Equal(0, (await RunAsync(_folder.Write("kb.tsv", Table), "--id", "kb-1")).ExitCode);
        string sheet = _folder.Write("more.csv", "提问,回复,部门\n怎么充电？,插上电源。,客服\n");
        IndexerProcess.Result merged = await IndexerProcess.RunAsync(
            "import", "--input", sheet, "--into", _target, "--columns", "question=提问", "answer=回复", "team=部门");
        Assert.True(merged.ExitCode == 0, merged.Errors);
        Assert.Equal([$"{_target}: 4 entries, 5 questions (1 new, 3 not in the input; 1 rows read)"], merged.Lines);
        Assert.Equal([new("team", "客服")], FaqFile.Read(_target).Entries[3].Metadata);

        byte[] before = File.ReadAllBytes(_target);
        IndexerProcess.Result dry = await IndexerProcess.RunAsync(
            "import", sheet, "--into", _target, "--mode", "replace-all", "--dry-run", "--report", "-", "--columns", "question=提问",
            "answer=回复");
        Assert.Equal(0, dry.ExitCode);
        Assert.Contains("\"removed\": 3", string.Join('\n', dry.Lines), StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(_target));
    }

    [Theory]
    [InlineData("a.tsv", "a\tb\tc\td\ne\tf\tg\th\n", 3, "the table begins with 'a, b, c, d', expected columns such as question, answer")]
    [InlineData("a.json", "{", 3, "line 1 is no JSON that can be read")]
    [InlineData("a.json", "{}", 3, "holds nothing that is read")]
    [InlineData("a.json", """{"qnaDocuments": [{"id": 1, "questions": ["q"]}]}""", 3, "line 1, answer: the answer is empty; write one")]
    [InlineData("a.bin", "\0\u0001\u0002\u0003\0\0\0", 3, "is no text and no format that is read")]
    public async Task Faulty_input_is_refused_and_nothing_written(string name, string content, int code, string expected)
    {
        IndexerProcess.Result result = await RunAsync(_folder.Write(name, content));
        Assert.Equal(code, result.ExitCode);
        Assert.Contains(expected, result.Errors, StringComparison.Ordinal);
        Assert.False(File.Exists(_target));
    }

    [Fact]
    public async Task Strict_import_writes_nothing_for_one_fault()
    {
        IndexerProcess.Result result = await RunAsync(_folder.Write("a.csv", "question,answer\nA?,a\nB?,\n"), "--strict");
        Assert.Equal(3, result.ExitCode);
        Assert.Contains("refused: a.csv, line 3, answer: the answer is empty; write one", result.Errors, StringComparison.Ordinal);
        Assert.False(File.Exists(_target));
    }

    [Fact]
    public async Task Missing_files_and_wrong_columns_are_faults_of_use()
    {
        IndexerProcess.Result result = await IndexerProcess.RunAsync("import", "--columns", "question");
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("No file is named", result.Errors, StringComparison.Ordinal);
        Assert.Contains("'--output' is required", result.Errors, StringComparison.Ordinal);
        Assert.Contains("'question' is no meaning=column", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Export_of_the_sample_shop_comes_back_as_it_was()
    {
        string zip = _folder.File("shop.zip"), shop = Repository.PathOf("data", "faq.json");
        IndexerProcess.Result exported =
            await IndexerProcess.RunAsync("export", "--input", shop, "--format", "cqa-zip", "--language", "en", "-o", zip);
        Assert.True(exported.ExitCode == 0, exported.Errors);
        Assert.Equal([$"{zip}: 158 of 159 entries"], exported.Lines);
        IndexerProcess.Result imported = await IndexerProcess.RunAsync("import", zip, "--into", shop, "--dry-run");
        Assert.StartsWith(
            "nothing was written: 159 entries, 1174 questions (158 the same, 1 not in the input; ", imported.Lines.Single(),
            StringComparison.Ordinal);
    }

    private Task<IndexerProcess.Result> RunAsync(string file, params string[] more) =>
        IndexerProcess.RunAsync(["import", file, "-o", _target, .. more]);
}
