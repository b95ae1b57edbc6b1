namespace FaqBot.Core.Tests;

/// <summary>The tests that share one bundled encoder.</summary>
[CollectionDefinition(Name)]
public sealed class BundledEncoderCollection : ICollectionFixture<BundledEncoder>
{
    public const string Name = "bundled encoder";
}
