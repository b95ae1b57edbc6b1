using FaqBot.Tests.Running;

namespace FaqBot.Tests.DirectLine;

/// <summary>A service with secrets and a site whose pages it trusts.</summary>
/// <param name="sample">The database to copy.</param>
public sealed class DirectLineService(SampleDatabase sample) : SampleService(sample)
{
    public const string Site = "http://shop.example";

    protected override IEnumerable<(string Path, string Value)> Options =>
    [
        ("DirectLine:Secrets:0", DirectLineCalls.Secret),
        ("DirectLine:Secrets:1", "the-next-secret-0123456789"),
        ("Http:CorsOrigins:0", Site),
    ];
}

[CollectionDefinition(Name)]
public sealed class DirectLineCollection : ICollectionFixture<DirectLineService>
{
    public const string Name = "direct line";
}
