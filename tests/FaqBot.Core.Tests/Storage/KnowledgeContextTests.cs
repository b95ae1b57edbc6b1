using FaqBot.Core.Storage.Relational;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace FaqBot.Core.Tests.Storage;

public sealed class KnowledgeContextTests
{
    [Fact]
    public void Mapped_columns_and_keys_are_those_that_the_schema_makes()
    {
        using SqliteConnection connection = new("Data Source=:memory:");
        connection.Open();
        Schema.Migrate(connection, "memory");
        using SqliteStoreConnection store = new(connection);
        using StoreTransaction transaction = store.Begin(Purpose.Read);
        using KnowledgeContext context = store.Context(transaction);
        Assert.Equal(9, context.Model.GetEntityTypes().Count());
        Assert.All(context.Model.GetEntityTypes(), entity =>
        {
            (string Name, bool IsKey, bool IsNullable)[] columns = [.. ColumnsOf(connection, entity.GetTableName()!)];
            Assert.Equal(
                columns.Select(column => column.Name).Order(), entity.GetProperties().Select(property => property.GetColumnName()).Order());
            Assert.Equal(
                columns.Where(column => column.IsKey).Select(column => column.Name),
                    entity.FindPrimaryKey()!.Properties.Select(property => property.GetColumnName()));
            Assert.Equal(
                columns.Where(column => column.IsNullable).Select(column => column.Name).Order(),
                entity.GetProperties().Where(property => property.IsNullable).Select(property => property.GetColumnName()).Order());
        });
    }

    private static IEnumerable<(string Name, bool IsKey, bool IsNullable)> ColumnsOf(SqliteConnection connection, string table)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = $"SELECT name, pk, \"notnull\" FROM pragma_table_info('{table}')";
        using SqliteDataReader reader = command.ExecuteReader();
        while (reader.Read())
        {
            yield return (reader.GetString(0), reader.GetInt32(1) > 0, reader.GetInt32(2) == 0);
        }
    }
}
