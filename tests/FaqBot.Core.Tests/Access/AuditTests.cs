using FaqBot.Core.Access;
using FaqBot.Core.Tests.Storage;

namespace FaqBot.Core.Tests.Access;

/// <summary>Who changes what the audit log holds is found out.</summary>
public sealed class AuditTests : AccessFile
{
    [Fact]
    public void Rows_are_numbered_chained_and_read_back_as_they_were_written()
    {
        Write(3);
        Assert.Equal([1L, 2, 3], Access.Audit.From(0, 10).Select(row => row.Number));
        Assert.Equal([3L, 2], Access.Audit.List(new AuditQuery(long.MaxValue, 2)).Select(row => row.Number));
        Assert.Equal(Entry(2), Access.Audit.From(1, 1)[0].Entry);
        (long rows, AuditEnds ends, IReadOnlyList<string> faults) = Access.Audit.Verify(null, 10);
        Assert.Equal((3L, 3L), (rows, ends.Last));
        Assert.Empty(faults);
    }

    [Fact]
    public void Log_without_rows_is_whole()
    {
        Assert.Empty(Access.Audit.Verify(null, 10).Faults);
        Assert.Empty(Access.Audit.From(0, 10));
    }

    [Theory]
    [InlineData("UPDATE audit SET actor = 'somebody else' WHERE number = 2", "Row 2 is not what was written")]
    [InlineData("UPDATE audit SET outcome = 'Refused' WHERE number = 2", "Row 2 is not what was written")]
    [InlineData("UPDATE audit SET at = at + 1 WHERE number = 2", "Row 2 is not what was written")]
    [InlineData("UPDATE audit SET after = before, before = after WHERE number = 2", "Row 2 is not what was written")]
    [InlineData("UPDATE audit SET object = NULL, before = object WHERE number = 2", "Row 2 is not what was written")]
    [InlineData("UPDATE audit SET note = '' WHERE number = 2", "Row 2 is not what was written")]
    [InlineData("UPDATE audit SET hash = zeroblob(32) WHERE number = 2", "Row 2 is not what was written")]
    [InlineData("DELETE FROM audit WHERE number = 2", "Row 2 is missing")]
    [InlineData("DELETE FROM audit WHERE number IN (2, 3)", "Rows 2 to 3 are missing")]
    [InlineData("DELETE FROM audit WHERE number = 1", "Row 1 is missing")]
    [InlineData("DELETE FROM audit WHERE number >= 4", "Rows 4 to 5 are missing")]
    [InlineData("UPDATE audit SET number = 9 WHERE number = 5", "Rows 5 to 8 are missing")]
    [InlineData("UPDATE audit_ends SET last = 4", "The last row is 5")]
    [InlineData("DELETE FROM audit_ends", "The last row is 5")]
    public void What_was_changed_past_the_log_is_told(string sql, string fault)
    {
        Write(5);
        Sql.Execute(Database, sql);
        Assert.Contains(fault, string.Join('\n', Access.Audit.Verify(null, 10).Faults), StringComparison.Ordinal);
    }

    [Fact]
    public void One_change_is_one_fault() => Assert.Single(Changed("UPDATE audit SET actor = 'x' WHERE number = 2").Faults);

    [Fact]
    public void Rows_that_were_moved_are_told()
    {
        Write(3);
        Sql.Execute(Database, "UPDATE audit SET number = number + 100; UPDATE audit SET number = 104 - number");
        Assert.NotEmpty(Access.Audit.Verify(null, 10).Faults);
    }

    [Fact]
    public void Log_that_was_written_anew_as_a_whole_is_told_by_a_hash_that_was_noted()
    {
        Write(3);
        AuditEnds noted = Access.Audit.Ends();
        string hash = Convert.ToHexStringLower(noted.LastHash.Span);
        Write(2);
        Assert.Empty(Access.Audit.Verify((noted.Last, hash), 10).Faults);

        // Somebody with the database at hand makes a consistent log that says something else.
        Sql.Execute(Database, "DELETE FROM audit; DELETE FROM audit_ends");
        Write(5, "somebody else");
        Assert.Empty(Access.Audit.Verify(null, 10).Faults);
        Assert.Contains("Row 3 has another hash than the one that was noted", Assert.Single(Access.Audit.Verify((3, hash), 10).Faults),
            StringComparison.Ordinal);
        Sql.Execute(Database, "DELETE FROM audit; DELETE FROM audit_ends");
        Write(2, "somebody else");
        Assert.Contains("Row 3, which was noted, is missing", Assert.Single(Access.Audit.Verify((3, hash), 10).Faults),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_whose_time_is_over_go_and_the_rest_is_still_proven()
    {
        Write(5);
        Assert.Equal(2, Access.Audit.Purge(Now.AddMinutes(2.5)));
        Assert.Equal([3L, 4, 5], Access.Audit.From(0, 10).Select(row => row.Number));
        Assert.Empty(Access.Audit.Verify(null, 10).Faults);
        Sql.Execute(Database, "DELETE FROM audit WHERE number = 3");
        Assert.Contains("Row 3 is missing", Access.Audit.Verify(null, 10).Faults[0], StringComparison.Ordinal);
        Assert.Equal(2, Access.Audit.Purge(Now.AddDays(1)));
        Write(1);
        Assert.Equal(6, Access.Audit.Ends().Last);
        Assert.Empty(Access.Audit.Verify(null, 10).Faults);
    }

    [Fact]
    public void Rows_are_found_by_what_they_say()
    {
        Write(3);
        Access.Audit.Append(Entry(4) with { KnowledgeBaseId = "hr", Action = "SignIn", Outcome = AuditOutcome.Refused, Actor = "nobody" });
        AuditQuery all = new(long.MaxValue, 10);
        Assert.Equal(4, Assert.Single(Access.Audit.List(all with { KnowledgeBaseId = "hr" })).Number);
        Assert.Equal(4, Assert.Single(Access.Audit.List(all with { Outcome = AuditOutcome.Refused })).Number);
        Assert.Equal(4, Assert.Single(Access.Audit.List(all with { Action = "SignIn" })).Number);
        Assert.Equal(4, Assert.Single(Access.Audit.List(all with { Actor = "nobody" })).Number);
        Assert.Equal(3, Access.Audit.List(all with { KnowledgeBaseId = "shop" }).Count);
        Assert.Equal([1L], Access.Audit.List(all with { Before = 2 }).Select(row => row.Number));
    }

    [Fact]
    public async Task Rows_of_writers_at_the_same_time_form_one_chain()
    {
        await Task.WhenAll(Enumerable.Range(0, 40).Select(i => Task.Run(
            () => Access.Audit.Append(Entry(i)), TestContext.Current.CancellationToken)));
        (long rows, AuditEnds _, IReadOnlyList<string> faults) = Access.Audit.Verify(null, 10);
        Assert.Equal(40, rows);
        Assert.Empty(faults);
    }

    [Fact]
    public void Strange_texts_are_stored_as_they_can_be_read_back()
    {
        Access.Audit.Append(Entry(1) with { Note = new string('ä', 2 * AuditEntry.MostText), Object = "a\0b\ud800c", Actor = "用户😀" });
        AuditEntry stored = Access.Audit.From(0, 1)[0].Entry;
        Assert.Equal((AuditEntry.MostText, "a\ufffdb\ufffdc", "用户😀"), (stored.Note!.Length, stored.Object, stored.Actor));
        Assert.Empty(Access.Audit.Verify(null, 10).Faults);
    }

    private (long Rows, AuditEnds Ends, IReadOnlyList<string> Faults) Changed(string sql)
    {
        Write(5);
        Sql.Execute(Database, sql);
        return Access.Audit.Verify(null, 10);
    }

    private void Write(int rows, string actor = "admin")
    {
        for (int i = 1; i <= rows; i++)
        {
            Access.Audit.Append(Entry(i) with { Actor = actor });
        }
    }

    private static AuditEntry Entry(int number) => new(
        Now.AddMinutes(number), "admin", "10.0.0.0/24", "PutEntry", "shop", $"entries/{number}", $"{number}", $"{number + 1}",
        AuditOutcome.Done, $"request{number}", null);
}
