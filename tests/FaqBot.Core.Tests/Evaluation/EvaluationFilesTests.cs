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
    [InlineData("question\tentry\tkind\tlanguage", "{0}\t{1}\t{2}\t{3}")]
    [InlineData("kind\tlang\tnote\tEntry Id\tText", "{2}\t{3}\tx\t{1}\t{0}")]
    public void Read_columns_by_their_names(string header, string row)
    {
        string file = _folder.Write("own.tsv", string.Join('\n', [
            header, Row("怎么退货", "e0", "terse", "zh-TW"), Row("退货八次", "-", "number", ""), Row("红烧肉", "-", "foreign", ""),
            Row("天气", "-", "", ""), Row("退货", "?e0| e1", "general", "zh-CN"), ""]));
        IReadOnlyList<EvaluationQuestion> questions = EvaluationFiles.Read([file], [], 1, Knowledge);
        Assert.Equal(
            [
                ("怎么退货", "e0", "terse", "zh-Hant", Expectation.Answer), ("退货八次", null, "number", "zh-Hans", Expectation.NearMiss),
                ("红烧肉", null, "foreign", "zh-Hans", Expectation.Foreign), ("天气", null, null, "zh-Hans", Expectation.OutOfScope),
                ("退货", null, "general", "zh-Hans", Expectation.Offer),
            ],
            questions.Select(item => (item.Question.Text, item.Entry, item.Kind, item.Language, item.Label.Expectation)));
        Assert.Equal(["e0", "e1"], questions[4].Offered);

        string Row(params string[] cells) => string.Format(System.Globalization.CultureInfo.InvariantCulture, row, cells);
    }

    [Theory]
    [InlineData("question\tid\tsprache", "zh-Hant")]
    [InlineData("text\tentryId\tlang", "zh-Hant")]
    [InlineData("question\tanswer", "zh-Hans")]
    public void Read_columns_of_other_names_by_their_order(string header, string language)
    {
        string file = _folder.Write("own.tsv", $"{header}\n怎么退货\te0\tzh-TW\n");
        EvaluationQuestion question = Assert.Single(EvaluationFiles.Read([file], [], 1, Knowledge));
        Assert.Equal(("e0", language, null), (question.Entry, question.Language, question.Kind));
    }

    [Fact]
    public void Read_faults_of_entries_to_be_offered_and_kinds_together()
    {
        string file = _folder.Write("own.tsv", "question\tentry\tkind\nq\t?e0\tgeneral\nq\t?e0|e0\tgeneral\n"
            + "q\t?e0|nobody|none\tgeneral\n"
            + $"\t?\tgeneral\nq\te0\t{new string('k', 65)}\n");
        Assert.Equal(
            [
                $"{file}: line 2: found 1 different entry after '?', expected 2 to 20 joined by '|'",
                $"{file}: line 3: found 1 different entry after '?', expected 2 to 20 joined by '|'",
                $"{file}: line 4: found entry 'nobody', which 'kb' does not have; expected the id of an entry, or '-' where none answers",
                $"{file}: line 4: found entry 'none', which 'kb' does not have; expected the id of an entry, or '-' where none answers",
                $"{file}: line 5: found 1 different entry after '?', expected 2 to 20 joined by '|'",
                $"{file}: line 5: found entry '', which 'kb' does not have; expected the id of an entry, or '-' where none answers",
                $"{file}: line 5: The question is empty",
                $"{file}: line 6: found a kind of more than 64 characters, expected a word",
            ],
            Assert.Throws<InvalidDataException>(() => EvaluationFiles.Read([file], [], 1, Knowledge)).Message.Split('\n'));
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
                $"{own}: line 4: found entry 'nobody', which 'kb' does not have; expected the id of an entry, or '-' where none answers",
                $"{own}: line 5: found entry '', which 'kb' does not have; expected the id of an entry, or '-' where none answers",
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
