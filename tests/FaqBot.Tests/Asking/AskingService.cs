using FaqBot.Tests.Running;

namespace FaqBot.Tests.Asking;

/// <summary>The sample knowledge bases, and one whose entries differ in two kinds of metadata.</summary>
public sealed class AskingService(SampleDatabase sample) : SampleService(sample)
{
    public const string Kiosk = "kiosk";

    public const string Canteen = "canteen";

    public const string Plans = "plans";

    /// <summary>Fifty questions at once may wait longer for the judge than customers do.</summary>
    protected override IEnumerable<(string Path, string Value)> Options => [("Judge:Patience", "00:00:30")];

    internal override IEnumerable<KnowledgeDraft> MoreKnowledge() =>
    [
        new(Kiosk,
            Entry("hours-north", "north", "hours", "When does the north branch open?"),
            Entry("hours-south", "south", "hours", "When does the south branch open?"),
            Entry("parking-north", "north", "parking", "Where can I park at the north branch?"),
            Entry("parking-south", "south", "parking", "Where can I park at the south branch?")),
        new(Canteen,
            new("card-top-up", "饭卡怎么充值？", "在食堂门口充值。"),
            new("card-lost", "饭卡丢了怎么办？", "到服务台挂失。"),
            new("menu", "今天的菜单在哪里看？", "在公告栏。"),
            new("hours", "When does the canteen open?", "At noon."))
        {
            Synonyms = [["一卡通", "饭卡"], ["canteen", "mensa"]],
            StopPhrases = ["小食", "dear kitchen team"],
        },
        new(Plans,
            new("monthly", "How do I cancel the monthly plan?", "In your account.")
            {
                NotThis = ["How do I cancel the family plan?", "How do I cancel the yearly plan?", "怎么取消家庭套餐"],
            },
            new("yearly", "How do I cancel the yearly plan?", "By letter."),
            new("trial", "How do I cancel the trial?", "It ends by itself."),
            new("price", "What does the monthly plan cost?", "Five."),
            new("pause", "Can I pause the monthly plan?", "Yes."))
        {
            Contrasts = [["monthly", "yearly"]],
        },
    ];

    private static DraftEntry Entry(string id, string branch, string topic, string question) =>
        new(id, question, $"Ask at the {branch} counter.") { Metadata = { ["Branch"] = branch, ["topic"] = topic } };
}

[CollectionDefinition(Name)]
public sealed class AskingCollection : ICollectionFixture<AskingService>
{
    public const string Name = "asking";
}
