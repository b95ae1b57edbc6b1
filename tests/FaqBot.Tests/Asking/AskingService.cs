using FaqBot.Tests.Running;

namespace FaqBot.Tests.Asking;

/// <summary>The sample knowledge bases, and one whose entries differ in two kinds of metadata.</summary>
public sealed class AskingService(SampleDatabase sample) : SampleService(sample)
{
    public const string Kiosk = "kiosk";

    internal override IEnumerable<KnowledgeDraft> MoreKnowledge() =>
    [
        new(Kiosk,
            Entry("hours-north", "north", "hours", "When does the north branch open?"),
            Entry("hours-south", "south", "hours", "When does the south branch open?"),
            Entry("parking-north", "north", "parking", "Where can I park at the north branch?"),
            Entry("parking-south", "south", "parking", "Where can I park at the south branch?")),
    ];

    private static DraftEntry Entry(string id, string branch, string topic, string question) =>
        new(id, question, $"Ask at the {branch} counter.") { Metadata = { ["Branch"] = branch, ["topic"] = topic } };
}

[CollectionDefinition(Name)]
public sealed class AskingCollection : ICollectionFixture<AskingService>
{
    public const string Name = "asking";
}
