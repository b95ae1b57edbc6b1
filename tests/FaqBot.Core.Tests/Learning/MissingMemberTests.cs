using FaqBot.Core.Analytics;
using FaqBot.Core.Learning;
using FaqBot.Core.Storage;
using FaqBot.Core.Text;

namespace FaqBot.Core.Tests.Learning;

/// <summary>
/// A log made of siblings, of which every second one is stored and the others are asked for, among as much noise: the hardest case, as
/// what is missing is always near to what is there.
/// </summary>
public sealed class MissingMemberTests(ITestOutputHelper output)
{
    private const int Each = 60;
    private const double LeastPurity = 0.9;

    // Most people use the plain wording, and one tells a story.
    private static readonly int[] Usual = [5, 3, 1];

    [Fact]
    public async Task Missing_members_appear_as_one_pure_gap_and_wordings_belong_to_their_entry()
    {
        Figures figures = await MeasureAsync(Usual);
        output.WriteLine(figures.ToString());
        Assert.True(figures.FoundOnce >= 0.8 * figures.Missing, figures.ToString());
        Assert.True(figures.RightWordings >= 0.95 * figures.Wordings, figures.ToString());
        Assert.True(figures.Wordings >= 5, figures.ToString());
        Assert.True(figures.NoiseGaps <= 0.1 * figures.Gaps, figures.ToString());
    }

    private static async Task<Figures> MeasureAsync(int[] people)
    {
        IReadOnlyList<Siblings> groups = Siblings.Sample(Each);
        List<(string Id, IReadOnlyList<string> Texts, bool IsStored)> members = [];
        foreach ((int group, Siblings siblings) in groups.Index())
        {
            members.AddRange(siblings.Members.Select((texts, i) => ($"g{group}m{i}", texts, i % 2 == 0)));
        }

        await using LearningBase help = await LearningBase.StartAsync(
            members.Where(member => member.IsStored).Select(member => (member.Id, new[] { member.Texts[0] })), withJudge: true);
        Dictionary<string, string> owners = new(StringComparer.Ordinal);
        int asked = 0;
        foreach ((string id, IReadOnlyList<string> texts, bool isStored) in members)
        {
            for (int t = 0; t < texts.Count; t++)
            {
                string[] users = [.. LearningBase.Users(people[t % people.Length], $"{id} {t}")];
                owners.TryAdd(Logged(texts[t]), id);
                asked += users.Length;
                string? answered = (await help.AskAsync(texts[t], users)).Answer?.EntryId;

                // Of those who got the answer to something else, every second one says so.
                if (answered is not null && answered != id)
                {
                    await help.SayAsync(texts[t], answered, FeedbackKind.NotHelpful, users.Where((_, i) => i % 2 == 0));
                }
            }
        }

        int noise = 0;
        foreach (string text in Enumerable.Range(1, Each - 1).SelectMany(from => Siblings.Sample(Each, from))
            .SelectMany(siblings => siblings.Members).Select(texts => texts[^1]).Where(text => !owners.ContainsKey(Logged(text)))
            .Distinct().Take(asked))
        {
            await help.AskAsync(text, $"noise {noise++}");
        }

        Suggestion[] all = await help.SuggestAsync();
        Figures figures = new() { Missing = members.Count(member => !member.IsStored), Noise = (double)noise / (asked + noise) };
        Dictionary<string, int> found = new(StringComparer.Ordinal);
        foreach (Suggestion gap in all.Where(one => one.Queue == QueueKind.Gaps))
        {
            (string Member, int People)[] shares =
            [
                .. gap.Wordings.GroupBy(wording => owners.GetValueOrDefault(wording.Text, ""))
                    .Select(member => (member.Key, member.Sum(wording => wording.People))).OrderByDescending(member => member.Item2),
            ];
            figures.Gaps++;
            figures.NoiseGaps += shares[0].Member.Length == 0 ? 1 : 0;
            if (shares[0].People >= LeastPurity * shares.Sum(share => share.People))
            {
                found[shares[0].Member] = found.GetValueOrDefault(shares[0].Member) + 1;
            }
        }

        HashSet<string> missing = [.. members.Where(member => !member.IsStored).Select(member => member.Id)];
        figures.FoundOnce = found.Count(member => member.Value == 1 && missing.Contains(member.Key));
        foreach (Suggestion wordings in all.Where(one => one.Queue == QueueKind.Wordings))
        {
            figures.Wordings += wordings.Wordings.Count;
            figures.RightWordings += wordings.Wordings.Count(wording => owners.GetValueOrDefault(wording.Text) == wordings.EntryId);
        }

        return figures;
    }

    /// <summary>A text as the log has it.</summary>
    private static string Logged(string text) => QuestionRedaction.Of(Question.Parse(text).Text);

    private sealed record Figures
    {
        public int Missing { get; init; }

        public double Noise { get; init; }

        public int Gaps { get; set; }

        public int NoiseGaps { get; set; }

        public int FoundOnce { get; set; }

        public int Wordings { get; set; }

        public int RightWordings { get; set; }
    }
}
