using Microsoft.Data.Sqlite;

namespace FaqBot.Core.Storage;

/// <summary>The choice of a model for one knowledge base; without one the default encoder applies.</summary>
/// <param name="KnowledgeBaseId">The knowledge base.</param>
/// <param name="Model">Name of the model's folder in the folder of models, or the full path of a folder elsewhere.</param>
/// <param name="Since">When it was chosen.</param>
/// <param name="Confidence">Constants of the confidence, as JSON, that were fitted on the knowledge base; null: those in the model's folder.</param>
public sealed record ModelAssignment(string KnowledgeBaseId, string Model, DateTimeOffset Since, string? Confidence)
{
    /// <summary>Writes the choice of a knowledge base, or takes it back.</summary>
    internal static void Write(SqliteConnection connection, string knowledgeBaseId, ModelAssignment? assignment)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "DELETE FROM model_assignments WHERE knowledge_base_id = $id";
        command.Parameters.AddWithValue("$id", knowledgeBaseId);
        command.ExecuteNonQuery();
        if (assignment is not null)
        {
            command.CommandText = "INSERT INTO model_assignments (knowledge_base_id, model, since, confidence) VALUES ($id, $model, $since, $confidence)";
            command.Parameters.AddWithValue("$model", assignment.Model);
            command.Parameters.AddWithValue("$since", assignment.Since.ToUnixTimeMilliseconds());
            command.Parameters.AddWithValue("$confidence", (object?)assignment.Confidence ?? DBNull.Value);
            command.ExecuteNonQuery();
        }
    }
}
