namespace FaqBot.Core.Storage.Sqlite;

/// <summary>A row of <c>knowledge_bases</c>.</summary>
internal sealed class KnowledgeBaseRow
{
    public required string Id { get; set; }

    public int LastNumber { get; set; }
}

/// <summary>A row of <c>models</c>: an encoder together with the normalisation before it.</summary>
internal sealed class ModelRow
{
    public long Id { get; set; }

    public required string Name { get; set; }

    public required string Fingerprint { get; set; }

    public int Dimensions { get; set; }

    public required string Normalizer { get; set; }
}

/// <summary>A row of <c>versions</c>. Times are Unix milliseconds, lists and localised texts JSON.</summary>
internal sealed class VersionRow
{
    public long Id { get; set; }

    public required string KnowledgeBaseId { get; set; }

    public int Number { get; set; }

    public long ModelId { get; set; }

    public ModelRow? Model { get; set; }

    public VectorFormat Format { get; set; }

    public required string ContentHash { get; set; }

    public long BuiltAt { get; set; }

    public required string Name { get; set; }

    public required string Languages { get; set; }

    public required string DefaultAnswer { get; set; }

    public string? Confidence { get; set; }

    public int EntryCount { get; set; }

    public int QuestionCount { get; set; }
}

/// <summary>A row of <c>deployments</c>: which version answers.</summary>
internal sealed class DeploymentRow
{
    public required string KnowledgeBaseId { get; set; }

    public required string Name { get; set; }

    public long VersionId { get; set; }

    public VersionRow? Version { get; set; }
}
