namespace FaqBot.Core.Tests.Caching;

/// <summary>Tests with a real Redis run one after the other and beside nothing else: they measure time.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class RedisCollection
{
    public const string Name = "redis";
}
