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

    private const string Project = """
        {"Metadata": {"ProjectName": "p", "Settings": {"DefaultAnswer": "-"}}, "Assets": {"Synonyms": [], "Qnas": [
        {"Id": 1, "Answer": "Plug it in.", "Source": "manual.docx", "Questions": ["How do I charge?", "Charging"], "Metadata": {"category": "power"},
         "Dialog": {"IsContextOnly": false, "Prompts": [{"DisplayOrder": 0, "QnaId": 2, "DisplayText": "How long?"}]}, "IsDocumentText": false},
        {"Id": 2, "Answer": "两小时。", "Source": "", "Questions": ["要多久？"], "Metadata": {}, "Dialog": {"IsContextOnly": true, "Prompts": []}}]}}
        """;

    private const string Download = """
        {"qnaDocuments": [{"id": 1, "answer": "Plug it in.", "source": "manual.docx", "questions": ["How do I charge?", "Charging"],
        "metadata": [{"name": "category", "value": "power"}], "context": {"isContextOnly": false, "prompts": [{"displayOrder": 0, "qnaId": 2, "displayText": "How long?"}]}},
        {"id": 2, "answer": "两小时。", "questions": ["要多久？"], "metadata": [], "context": {"isContextOnly": true, "prompts": []}}]}
        """;

    private readonly TemporaryFolder _folder = new();
    private readonly string _target;

    public ImportCommandTests() => _target = _folder.File("mine.json");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Table_becomes_a_knowledge_file_and_what_is_lost_is_told()
    {
        IndexerProcess.Result result = await RunAsync(_folder.Write("kb.tsv", Table), "--name", "Power", "--default-answer", "Sorry.");
        Assert.True(result.ExitCode == 0, result.Errors);
        Assert.Equal([$"{_target}: 3 of 4 entries, 4 questions"], result.Lines);
        Assert.Equal(
            [
                "entry 3: 'charging?' is left out, it is a question of entry 1 already.",
                "entry 4: 'how long' is left out, it is a question of entry 2 already.",
                "entry 4 is left out: it has no question of its own. Give it one in the export to keep it.",
                "entry 1: the prompt 'Gone' is left out, it leads to no other entry.",
            ],
            result.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        KnowledgeBase knowledge = FaqFile.Read(_target);
        Assert.Equal(("kb-1", "Power", "Sorry."), (knowledge.Id, knowledge.Name, knowledge.DefaultAnswer.For(Language.English)));
        FaqEntry first = knowledge.Entries[0];
        Assert.Equal(("1", "How do I charge?", "Plug it in.\n\nWait.", "manual.docx"),
            (first.Id, first.Question, first.Answer.For(Language.English), first.Source));
        Assert.Equal(["Charging"], first.Alternates);
        Assert.Equal([new("category", "power"), new("level", "2")], first.Metadata);
        Assert.Equal([new FollowUpPrompt("How long?", "2"), new FollowUpPrompt("Later", "3")], first.Prompts);
        Assert.True(knowledge.Entries[1].ContextOnly);
    }

    [Theory]
    [InlineData(Project)]
    [InlineData(Download)]
    public async Task Json_becomes_a_knowledge_file(string json)
    {
        IndexerProcess.Result result = await RunAsync(_folder.Write("export.json", json), "--languages", "en", "zh-Hans");
        Assert.True(result.ExitCode == 0, result.Errors);
        KnowledgeBase knowledge = FaqFile.Read(_target);
        Assert.Equal(["en", "zh-Hans"], knowledge.Languages);
        Assert.Equal(["1", "2"], knowledge.Entries.Select(entry => entry.Id));
        Assert.Equal([new("category", "power")], knowledge.Entries[0].Metadata);
        Assert.Equal([new FollowUpPrompt("How long?", "2")], knowledge.Entries[0].Prompts);
        Assert.Equal(("两小时。", true), (knowledge.Entries[1].Answer.For(Language.SimplifiedChinese), knowledge.Entries[1].ContextOnly));
    }

    [Theory]
    [InlineData("a.tsv", "a\tb", "has no column Question and Answer in line 1")]
    [InlineData("a.tsv", "Question\tAnswer\tPrompts\nq\ta\t[", "line 2: the prompts are not valid JSON")]
    [InlineData("a.json", "{", "is not valid JSON (line 1)")]
    [InlineData("a.json", "{}", "holds neither assets.qnas nor qnaDocuments")]
    [InlineData("a.json", """{"qnaDocuments": [{"id": 1, "questions": ["q"]}]}""", "answer")]
    public async Task Faulty_export_is_refused_and_nothing_written(string name, string content, string expected)
    {
        IndexerProcess.Result result = await RunAsync(_folder.Write(name, content));
        Assert.Equal(3, result.ExitCode);
        Assert.Contains(expected, result.Errors, StringComparison.Ordinal);
        Assert.False(File.Exists(_target));
    }

    private Task<IndexerProcess.Result> RunAsync(string file, params string[] more) =>
        IndexerProcess.RunAsync(["import", file, "--id", "kb-1", "-o", _target, .. more]);
}
