using FaqBot.Core.Evaluation;
using FaqBot.Core.Knowledge;
using FaqBot.Core.Tests.Storage;

namespace FaqBot.Core.Tests.Evaluation;

public sealed class EvaluationFilesTests : IDisposable
{
    private static readonly KnowledgeBase Knowledge = Publication.Knowledge("kb");

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_own_format_with_and_without_languages()
    {
        string file = _folder.Write("own.tsv", "\uFEFFquestion\tentry\tlang\n怎么退货\te0\tzh-TW\nhow do I return\te1\n\n天气\t-\t\n");
        IReadOnlyList<EvaluationQuestion> questions = EvaluationFiles.Read([file], [], 1, Knowledge);
        Assert.Equal(
            [("怎么退货", "e0", "zh-Hant"), ("how do I return", "e1", "en"), ("天气", null, "zh-Hans")],
            questions.Select(item => (item.Question.Text, item.Entry, item.Language)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("KBID\tQuestion\tMetadata\tTop\tAnswer ID\n")]
    public void Read_batch_test_of_qna_maker(string header)
    {
        string file = _folder.Write("batch.tsv", header
            + "0e2\thow\tcategory:x|branch:north\t3\te2\n0e2\tweather\t\t1\t-1\n0e2\tnot labelled\n0e2\tnor this\t\t\t\n");
        IReadOnlyList<EvaluationQuestion> questions = EvaluationFiles.Read([file], [], 1, Knowledge);
        Assert.Equal([("how", "e2"), ("weather", null)], questions.Select(item => (item.Question.Text, item.Entry)));
        Assert.Equal([new("category", "x"), new("branch", "north")], questions[0].Filter.Metadata);
    }

    [Fact]
    public void CounterExamplesOf_labels_them_with_the_entry_of_their_wording_or_none()
    {
        KnowledgeBase knowledge = Knowledge with
        {
            Entries =
            [
                Knowledge.Entries[0] with { NotThis = ["kb question 1 FIRST!", "怎么退货"] },
                Knowledge.Entries[1],
                Knowledge.Entries[2] with { NotThis = ["怎么退货？"] },
            ],
        };
        Assert.Equal(
            [("kb question 1 FIRST!", "e1", "en"), ("怎么退货", null, "zh-Hans")],
            EvaluationFiles.CounterExamplesOf(knowledge).Select(item => (item.Question.Original, item.Entry, item.Language)));
        Assert.Empty(EvaluationFiles.CounterExamplesOf(Knowledge));
    }

    [Fact]
    public void Read_faults_of_all_files_together()
    {
        string own = _folder.Write("own.tsv", "question\tentry\nalone\n\te0\nq\tnobody\nq\t\n");
        string batch = _folder.Write("batch.tsv", "kb\tq\tno pair\t\te0\nkb\n");
        string foreign = _folder.Write("foreign.tsv", "text\n\tx\n");
        InvalidDataException exception =
            Assert.Throws<InvalidDataException>(() => EvaluationFiles.Read([own, batch], [foreign], 1, Knowledge));
        Assert.Equal(
            [
                $"{own}: line 2: found 1 column, expected question and entry, '-' where no entry answers",
                $"{own}: line 3: The question is empty",
                $"{own}: line 4: found entry 'nobody', expected one of 'kb', or '-' where none answers",
                $"{own}: line 5: found entry '', expected one of 'kb', or '-' where none answers",
                $"{batch}: line 1: found metadata 'no pair', expected name:value, at most 20 joined by '|'",
                $"{batch}: line 2: found 1 columns, expected the header 'question, entry', or those of a batch test: knowledge base, "
                + $"question, metadata, top, expected id",
                $"{foreign}: line 2: The question is empty",
            ],
            exception.Message.Split('\n'));
    }

    [Fact]
    public void Read_file_without_a_question_is_refused()
    {
        string file = _folder.Write("own.tsv", "question\tentry\n");
        Assert.Equal($"{file}: found no labelled question, expected at least 1",
            Assert.Throws<InvalidDataException>(() => EvaluationFiles.Read([file], [], 1, Knowledge)).Message);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.3, 3)]
    [InlineData(1, 100)]
    public void Read_foreign_questions_are_thinned_evenly_to_their_share(double share, int expected)
    {
        string own = _folder.Write("own.tsv", "question\tentry\n" + string.Concat(Enumerable.Range(0, 7).Select(i => $"q{i}\te0\n")));
        string foreign = _folder.Write("foreign.tsv", "text\n" + string.Concat(Enumerable.Range(0, 100).Select(i => $"f{i}\n")));
        string[] others = [.. EvaluationFiles.Read([own], [foreign], share, Knowledge).Skip(7).Select(item => item.Question.Text)];
        Assert.Equal(expected, others.Length);
        Assert.True(expected != 3 || others.SequenceEqual(["f0", "f33", "f66"]), string.Join(' ', others));
    }
}
