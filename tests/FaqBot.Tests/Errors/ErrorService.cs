using FaqBot.Tests.Running;

namespace FaqBot.Tests.Errors;

/// <summary>A service with the sample knowledge bases, without an admin key.</summary>
public sealed class ErrorService(SampleDatabase sample) : SampleService(sample);

[CollectionDefinition(Name)]
public sealed class ErrorCollection : ICollectionFixture<ErrorService>
{
    public const string Name = "errors";
}
