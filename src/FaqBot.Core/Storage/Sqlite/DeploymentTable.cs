using Microsoft.Data.Sqlite;

namespace FaqBot.Core.Storage.Sqlite;

/// <summary>Which version answers where; written within the transaction of a publication.</summary>
internal static class DeploymentTable
{
    /// <summary>Points a deployment to a version.</summary>
    public static void Point(KnowledgeContext context, VersionRow version, Deployment deployment)
    {
        string name = DeploymentName.Of(deployment);
        DeploymentRow? row = context.Deployments.FirstOrDefault(row => row.KnowledgeBaseId == version.KnowledgeBaseId && row.Name == name);
        if (row is null)
        {
            row = new DeploymentRow { KnowledgeBaseId = version.KnowledgeBaseId, Name = name };
            context.Deployments.Add(row);
        }

        row.VersionId = version.Id;
        context.SaveChanges();
    }

    /// <summary>Takes the draft of a knowledge base away: its test deployment follows production again.</summary>
    public static void EndDraft(SqliteConnection connection, string knowledgeBaseId)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "DELETE FROM deployments WHERE knowledge_base_id = $kb AND name = $test";
        command.Parameters.AddWithValue("$kb", knowledgeBaseId);
        command.Parameters.AddWithValue("$test", DeploymentName.Of(Deployment.Test));
        command.ExecuteNonQuery();
    }
}
