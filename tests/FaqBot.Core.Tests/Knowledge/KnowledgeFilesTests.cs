using FaqBot.Core.Knowledge;

namespace FaqBot.Core.Tests.Knowledge;

public sealed class KnowledgeFilesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_several_files_keeps_their_order()
    {
        string[] paths = [File("z.json", "z"), File("a.json", "a")];
        Assert.Equal(["z", "a"], KnowledgeFiles.Read(paths).Select(knowledge => knowledge.Id));
        Assert.Empty(KnowledgeFiles.Read([]));
    }

    [Fact]
    public void Read_faults_of_several_files_come_together()
    {
        string good = File("good.json", "good"), first = _folder.Write("first.json", "[]"), second = _folder.Write("second.json", "{}");
        InvalidKnowledgeException refused = Assert.Throws<InvalidKnowledgeException>(() => KnowledgeFiles.Read([first, good, second]));

        Assert.Equal(1 + 6, refused.Faults.Count);
        Assert.Equal($"{first}, {second}", refused.File);
        Assert.StartsWith($"'{first}' has 1 fault; nothing was changed:\n  {first}: line 1: the document is array", refused.Message,
            StringComparison.Ordinal);
        Assert.Contains($"\n'{second}' has 6 faults; nothing was changed:\n  {second}: line 1: 'formatVersion' is missing", refused.Message,
            StringComparison.Ordinal);
        Assert.DoesNotContain(good, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_same_id_in_two_files_is_a_fault_of_the_second()
    {
        string first = File("first.json", "same"), second = File("second.json", "same");
        InvalidKnowledgeException refused = Assert.Throws<InvalidKnowledgeException>(() => KnowledgeFiles.Read([first, second]));
        Assert.Equal(
            $"'{second}' has 1 fault; nothing was changed:\n  {second}: line 1: the id 'same' is also that of another file. Give one of "
            + $"the knowledge bases another id.",
            refused.Message);
    }

    [Fact]
    public void Read_absent_file_is_an_input_fault()
    {
        string absent = _folder.File("absent.json");
        Assert.Equal(absent, Assert.Throws<FileNotFoundException>(() => KnowledgeFiles.Read([absent])).FileName);
    }

    private string File(string name, string id) =>
        _folder.Write(name, KnowledgeText.WithHead(KnowledgeText.Head.Replace("\"kb\"", $"\"{id}\"", StringComparison.Ordinal)));
}
