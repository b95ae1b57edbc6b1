namespace FaqBot.Core.Storage.Relational;

/// <summary>A row of <c>knowledge_bases</c>.</summary>
internal sealed class KnowledgeBaseRow
{
    public required string Id { get; init; }

    public int LastNumber { get; set; }
}

/// <summary>A row of <c>models</c>: an encoder together with the normalisation before it.</summary>
internal sealed class ModelRow
{
    public long Id { get; init; }

    public required string Name { get; init; }

    public required string Fingerprint { get; init; }

    public int Dimensions { get; init; }

    public required string Normalizer { get; init; }
}

/// <summary>A row of <c>versions</c>. Times are Unix milliseconds, lists and localised texts JSON.</summary>
internal sealed class VersionRow
{
    public long Id { get; init; }

    public required string KnowledgeBaseId { get; init; }

    public int Number { get; init; }

    public long ModelId { get; init; }

    public VectorFormat Format { get; init; }

    public required string ContentHash { get; init; }

    public long BuiltAt { get; init; }

    public required string Name { get; init; }

    public required string Languages { get; init; }

    public required string DefaultAnswer { get; init; }

    public string Starters { get; init; } = "[]";

    public string? Greeting { get; init; }

    public string Categories { get; init; } = "[]";

    public string? Confidence { get; init; }

    public string? Taught { get; init; }

    public int EntryCount { get; init; }

    public int QuestionCount { get; init; }
}

/// <summary>A row of <c>vocabularies</c>: the owner's words of a version, as JSON; a version without any has none.</summary>
internal sealed class VocabularyRow
{
    public long VersionId { get; init; }

    public required string Synonyms { get; init; }

    public required string StopPhrases { get; init; }

    public required string Contrasts { get; init; }
}

/// <summary>A row of <c>deployments</c>: which version answers.</summary>
internal sealed class DeploymentRow
{
    public required string KnowledgeBaseId { get; init; }

    public required string Name { get; init; }

    public long VersionId { get; set; }
}
