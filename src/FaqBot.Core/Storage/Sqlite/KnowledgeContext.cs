using Microsoft.EntityFrameworkCore;

namespace FaqBot.Core.Storage.Sqlite;

/// <summary>Maps the small tables of <see cref="Schema"/>, which alone decides their shape.</summary>
internal sealed class KnowledgeContext(DbContextOptions<KnowledgeContext> options) : DbContext(options)
{
    public DbSet<KnowledgeBaseRow> KnowledgeBases => Set<KnowledgeBaseRow>();

    public DbSet<ModelRow> Models => Set<ModelRow>();

    public DbSet<VersionRow> Versions => Set<VersionRow>();

    public DbSet<DeploymentRow> Deployments => Set<DeploymentRow>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<KnowledgeBaseRow>(row =>
        {
            row.ToTable("knowledge_bases");
            row.HasKey(r => r.Id);
            row.Property(r => r.Id).HasColumnName("id");
            row.Property(r => r.LastNumber).HasColumnName("last_number");
        });
        modelBuilder.Entity<ModelRow>(row =>
        {
            row.ToTable("models");
            row.HasKey(r => r.Id);
            row.Property(r => r.Id).HasColumnName("id");
            row.Property(r => r.Name).HasColumnName("name");
            row.Property(r => r.Fingerprint).HasColumnName("fingerprint");
            row.Property(r => r.Dimensions).HasColumnName("dimensions");
            row.Property(r => r.Normalizer).HasColumnName("normalizer");
        });
        modelBuilder.Entity<VersionRow>(row =>
        {
            row.ToTable("versions");
            row.HasKey(r => r.Id);
            row.Property(r => r.Id).HasColumnName("id");
            row.Property(r => r.KnowledgeBaseId).HasColumnName("knowledge_base_id");
            row.Property(r => r.Number).HasColumnName("number");
            row.Property(r => r.ModelId).HasColumnName("model_id");
            row.Property(r => r.Format).HasColumnName("format");
            row.Property(r => r.ContentHash).HasColumnName("content_hash");
            row.Property(r => r.BuiltAt).HasColumnName("built_at");
            row.Property(r => r.Name).HasColumnName("name");
            row.Property(r => r.Languages).HasColumnName("languages");
            row.Property(r => r.DefaultAnswer).HasColumnName("default_answer");
            row.Property(r => r.EntryCount).HasColumnName("entry_count");
            row.Property(r => r.QuestionCount).HasColumnName("question_count");
            row.HasOne(r => r.Model).WithMany().HasForeignKey(r => r.ModelId);
        });
        modelBuilder.Entity<DeploymentRow>(row =>
        {
            row.ToTable("deployments");
            row.HasKey(r => new { r.KnowledgeBaseId, r.Name });
            row.Property(r => r.KnowledgeBaseId).HasColumnName("knowledge_base_id");
            row.Property(r => r.Name).HasColumnName("name");
            row.Property(r => r.VersionId).HasColumnName("version_id");
            row.HasOne(r => r.Version).WithMany().HasForeignKey(r => r.VersionId);
        });
    }
}
