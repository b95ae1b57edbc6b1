using System.Data.Common;
using FaqBot.Encoding.Running;
using Microsoft.EntityFrameworkCore;

namespace FaqBot.Core.Storage.Relational;

/// <summary>What a transaction is for.</summary>
internal enum Purpose
{
    /// <summary>To read what is there at one moment.</summary>
    Read,

    /// <summary>To add what no other reader has to learn of: vectors, feedback.</summary>
    Add,

    /// <summary>To change what answers, what owners edit, or keys: one at a time, and whoever watches the store is told.</summary>
    Change,
}

/// <summary>A connection to the database, whatever engine it is of: statements are written once, in the SQL that all engines
/// have.</summary>
/// <remarks>
/// <para>
/// Not thread-safe. Parameters are <c>$name</c> in the SQL and in the call. What all engines understand alike: <c>ON CONFLICT (columns) DO
/// …</c> with the columns named, and those of the table by its name in <c>SET</c>; <c>CASE</c> rather than <c>IIF</c>; no alias in
/// <c>HAVING</c> or within an expression of <c>ORDER BY</c>; <c>CAST($name AS TEXT) IS NULL</c> to ask whether a value was given; numbers
/// and instants as whole numbers of 64 bits. A reader is read to its end before the next command.
/// </para>
/// <para>Errors are its caller's to translate: <see cref="KnowledgeDatabase.Guarded"/>.</para>
/// </remarks>
internal abstract class StoreConnection(DbConnection connection) : IDisposable
{
    /// <summary>The connection of the engine's own client.</summary>
    public DbConnection Inner { get; } = connection;

    /// <summary>The transaction that it is in, or null.</summary>
    public DbTransaction? Transaction { get; internal set; }

    /// <summary>Begins a transaction.</summary>
    public abstract StoreTransaction Begin(Purpose purpose);

    /// <summary>Work within a transaction, which the work commits; otherwise nothing was changed.</summary>
    public T Within<T>(Purpose purpose, Func<StoreTransaction, T> work)
    {
        using StoreTransaction transaction = Begin(purpose);
        return work(transaction);
    }

    /// <summary>A context of the mapper within a transaction, both of which stay their caller's.</summary>
    public KnowledgeContext Context(StoreTransaction transaction)
    {
        DbContextOptionsBuilder<KnowledgeContext> options = new();
        Configure(options);
        KnowledgeContext context = new(options.Options, this);
        context.Database.UseTransaction(transaction.Inner);
        return context;
    }

    /// <summary>Lets others of one name wait until the transaction ends, where writers would otherwise work beside each other.</summary>
    public virtual void TakeTurn(string name)
    {
    }

    /// <summary>The vectors of a model.</summary>
    public abstract VectorTable Vectors(KnowledgeDatabase database, long modelId, int dimensions, VectorFormat format);

    /// <summary>Reads the bytes of vectors by the numbers of their rows.</summary>
    public virtual Dictionary<long, byte[]> VectorsOf(IReadOnlyList<long> ids) => ids.ToDictionary(id => id, id => Query(
        "SELECT value FROM vectors WHERE id = $id", row => row.GetFieldValue<byte[]>(0), ("$id", id)).First());

    /// <summary>Adds rows to a table.</summary>
    /// <param name="table">The table.</param>
    /// <param name="columns">Its columns.</param>
    /// <param name="rows">The values of each row: texts, whole numbers, truth values, bytes or null.</param>
    public abstract void Insert(string table, IReadOnlyList<string> columns, IEnumerable<object?[]> rows);

    /// <summary>Lets the next row of a table be numbered after those that were added with their numbers.</summary>
    public virtual void ContinueNumbers(string table)
    {
    }

    /// <summary>A value of another engine as it is stored here.</summary>
    /// <exception cref="InvalidDataException">It cannot be.</exception>
    public virtual object? Fitting(string table, string column, object? value) => value;

    /// <summary>Executes a statement.</summary>
    /// <returns>How many rows it changed.</returns>
    public int Execute(string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        using DbCommand command = Prepare(sql, parameters);
        return command.ExecuteNonQuery();
    }

    /// <summary>Reads all rows of a query.</summary>
    public List<T> Query<T>(string sql, Func<DbDataReader, T> read, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        using DbCommand command = Prepare(sql, parameters);
        using DbDataReader reader = command.ExecuteReader();
        List<T> rows = [];
        while (reader.Read())
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    /// <summary>Reads one number; 0 where there is none.</summary>
    public long Number(string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        using DbCommand command = Prepare(sql, parameters);
        return command.ExecuteScalar() switch
        {
            long number => number,
            int number => number,
            decimal sum => (long)sum,
            _ => 0,
        };
    }

    /// <summary>Makes a command.</summary>
    public DbCommand Prepare(string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        DbCommand command = Inner.CreateCommand();
        command.CommandText = Translate(sql);
        foreach ((string name, object? value) in parameters)
        {
            Add(command, name, value);
        }

        return command;
    }

    /// <summary>Adds a parameter.</summary>
    /// <returns>The parameter, whose value may be replaced from run to run by <see cref="Set"/>.</returns>
    public DbParameter Add(DbCommand command, string name, object? value = null)
    {
        DbParameter parameter = command.CreateParameter();
        parameter.ParameterName = ParameterName(name);
        Set(parameter, value);
        command.Parameters.Add(parameter);
        return parameter;
    }

    /// <summary>Gives a parameter its value.</summary>
    public virtual void Set(DbParameter parameter, object? value) => parameter.Value = value ?? DBNull.Value;

    /// <inheritdoc />
    public void Dispose()
    {
        Transactions.Quietly(Inner.Dispose);
        GC.SuppressFinalize(this);
    }

    /// <summary>Closes it, and keeps nothing of it for the next one: what it is of may be put aside.</summary>
    public virtual void DisposeForGood() => Dispose();

    /// <summary>A statement as the engine's client wants it.</summary>
    protected virtual string Translate(string sql) => sql;

    /// <summary>The name of a parameter as the engine's client wants it.</summary>
    protected virtual string ParameterName(string name) => name;

    /// <summary>Tells the mapper which connection it works on.</summary>
    protected abstract void Configure(DbContextOptionsBuilder options);
}

/// <summary>A transaction, which undoes what was not committed.</summary>
/// <remarks>On a full disk SQLite rolls back by itself: a second rollback fails, and must not hide why the first was needed.</remarks>
internal class StoreTransaction : IDisposable
{
    private readonly StoreConnection _connection;

    /// <summary>Begins one.</summary>
    public StoreTransaction(StoreConnection connection, DbTransaction transaction)
    {
        _connection = connection;
        Inner = connection.Transaction = transaction;
    }

    /// <summary>The transaction of the engine's own client.</summary>
    public DbTransaction Inner { get; }

    /// <summary>Keeps what was changed.</summary>
    public virtual void Commit() => Inner.Commit();

    /// <inheritdoc />
    public void Dispose()
    {
        _connection.Transaction = null;
        Transactions.Quietly(Inner.Dispose);
        GC.SuppressFinalize(this);
    }
}
