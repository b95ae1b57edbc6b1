using System.Text.Json;
using FaqBot.Encoding.Running;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FaqBot.Core.Storage.Relational;

/// <summary>Maps the small tables of <see cref="Schema"/>, which alone decides their shape: see <see cref="KnowledgeStore"/>.</summary>
/// <remarks>What is stored as it is needs no row of its own: its record is mapped. Times are Unix milliseconds, words of enums their
/// names.</remarks>
internal sealed class KnowledgeContext(DbContextOptions<KnowledgeContext> options, StoreConnection connection) : DbContext(options)
{
    /// <summary>The connection that it works on.</summary>
    public StoreConnection Connection { get; } = connection;

    public DbSet<KnowledgeBaseRow> KnowledgeBases => Set<KnowledgeBaseRow>();

    public DbSet<ModelRow> Models => Set<ModelRow>();

    public DbSet<VersionRow> Versions => Set<VersionRow>();

    public DbSet<VocabularyRow> Vocabularies => Set<VocabularyRow>();

    public DbSet<DeploymentRow> Deployments => Set<DeploymentRow>();

    public DbSet<ModelAssignment> Assignments => Set<ModelAssignment>();

    public DbSet<FittedConfidence> FittedConfidences => Set<FittedConfidence>();

    public DbSet<EndpointKey> EndpointKeys => Set<EndpointKey>();

    public DbSet<Feedback> Feedback => Set<Feedback>();

    /// <summary>Lets the mapper make its model, which takes long at its first use: before a transaction beside which nobody else
    /// writes.</summary>
    public static void MakeReady(StoreConnection connection) => connection.Within(Purpose.Read, transaction =>
    {
        using KnowledgeContext context = connection.Context(transaction);
        string id = "";
        return context.KnowledgeBases.FirstOrDefault(row => row.Id == id);
    });

    /// <summary>The row of an encoder together with the normalisation before it.</summary>
    public long FindOrAdd(EncoderIdentity model, string normalizer)
    {
        ModelRow? row = Models.FirstOrDefault(row => row.Fingerprint == model.Fingerprint && row.Normalizer == normalizer);
        if (row is null)
        {
            row = new ModelRow
            {
                Name = model.Name,
                Fingerprint = model.Fingerprint,
                Dimensions = model.Dimensions,
                Normalizer = normalizer,
            };
            Models.Add(row);
            SaveChanges();
        }

        return row.Id;
    }

    /// <summary>Keeps a fitted confidence in place of the former one of its knowledge base.</summary>
    public void Replace(FittedConfidence fitted)
    {
        FittedConfidences.Where(former => former.KnowledgeBaseId == fitted.KnowledgeBaseId).ExecuteDelete();
        FittedConfidences.Add(fitted);
        SaveChanges();
    }

    /// <summary>Keeps the choice of a model for a knowledge base in place of the former one; null: the default encoder applies.</summary>
    public void Replace(string knowledgeBaseId, ModelAssignment? assignment)
    {
        Assignments.Where(former => former.KnowledgeBaseId == knowledgeBaseId).ExecuteDelete();
        if (assignment is not null)
        {
            Assignments.Add(assignment);
            SaveChanges();
        }
    }

    /// <summary>Points a deployment to a version.</summary>
    public void Point(VersionRow version, string deployment)
    {
        DeploymentRow? row = Deployments.FirstOrDefault(row => row.KnowledgeBaseId == version.KnowledgeBaseId && row.Name == deployment);
        if (row is null)
        {
            row = new DeploymentRow { KnowledgeBaseId = version.KnowledgeBaseId, Name = deployment };
            Deployments.Add(row);
        }

        row.VersionId = version.Id;
        SaveChanges();
    }

    /// <summary>Takes the draft of a knowledge base away: its test deployment follows production again.</summary>
    public void EndDraft(string knowledgeBaseId)
    {
        string test = DeploymentName.Of(Deployment.Test);
        Deployments.Where(row => row.KnowledgeBaseId == knowledgeBaseId && row.Name == test).ExecuteDelete();
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UnixMilliseconds>();
        configurationBuilder.Properties<KeySlot>().HaveConversion<string>();
        configurationBuilder.Properties<FeedbackKind>().HaveConversion<string>();
        configurationBuilder.Properties<FeedbackReason>().HaveConversion<string>();
        configurationBuilder.Properties<ReadOnlyMemory<byte>>().HaveConversion<WholeBytes>();
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        Map<KnowledgeBaseRow>(modelBuilder, "knowledge_bases", nameof(KnowledgeBaseRow.Id));
        Map<ModelRow>(modelBuilder, "models", nameof(ModelRow.Id));
        Map<VersionRow>(modelBuilder, "versions", nameof(VersionRow.Id));
        Map<VocabularyRow>(modelBuilder, "vocabularies", nameof(VocabularyRow.VersionId)).Property(row => row.VersionId)
            .ValueGeneratedNever();
        Map<DeploymentRow>(modelBuilder, "deployments", nameof(DeploymentRow.KnowledgeBaseId), nameof(DeploymentRow.Name));
        Map<ModelAssignment>(modelBuilder, "model_assignments", nameof(ModelAssignment.KnowledgeBaseId));
        Map<FittedConfidence>(modelBuilder, "fitted_confidences", nameof(FittedConfidence.KnowledgeBaseId));
        Map<EndpointKey>(modelBuilder, "endpoint_keys", nameof(EndpointKey.KnowledgeBaseId), nameof(EndpointKey.Slot));
        modelBuilder.Entity<Feedback>().Ignore(feedback => feedback.IsOpinion).Property<long>(FeedbackTable.Id);
        Map<Feedback>(modelBuilder, "feedback", FeedbackTable.Id).Property(feedback => feedback.At).HasColumnName("created_at");
    }

    private static EntityTypeBuilder<T> Map<T>(ModelBuilder model, string table, params string[] key)
        where T : class
    {
        EntityTypeBuilder<T> entity = model.Entity<T>().ToTable(table);
        entity.HasKey(key);
        foreach (string property in entity.Metadata.GetProperties().Select(property => property.Name).ToArray())
        {
            entity.Property(property).HasColumnName(JsonNamingPolicy.SnakeCaseLower.ConvertName(property));
        }

        return entity;
    }
}
