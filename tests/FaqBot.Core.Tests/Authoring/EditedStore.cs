using FaqBot.Core.Authoring;
using FaqBot.Core.Knowledge;
using FaqBot.Core.Storage;
using FaqBot.Core.Storage.Relational;
using FaqBot.Core.Tests.Storage;

namespace FaqBot.Core.Tests.Authoring;

/// <summary>A store with a published knowledge base, and what edits it.</summary>
public sealed class EditedStore : IDisposable
{
    public const string Kb = "kb";

    private readonly StoreEngine _engine;

    public EditedStore(StoreEngine engine, int entries = 3)
    {
        ArgumentNullException.ThrowIfNull(engine);
        _engine = engine;
        Store = engine.Open();
        Publication.Publish(Store, Publication.Knowledge(Kb, entries));
        Copies = new WorkingCopies(Store, Clock) { OnEdited = Edited.Add };
    }

    public static Authorship Ada { get; } = new("ada", ChangeOrigin.Api, "because");

    public static Authorship Bob { get; } = new("bob", ChangeOrigin.Page);

    public ManualClock Clock { get; } = new();

    public KnowledgeStore Store { get; }

    public WorkingCopies Copies { get; }

    public List<string> Edited { get; } = [];

    /// <summary>As another process has them: nothing in memory.</summary>
    public WorkingCopies Others => new(Store, Clock);

    public static FaqEntry Entry(string id, string? question = null, params string[] alternates) => new()
    {
        Id = id,
        Question = question ?? $"the question of {id}",
        Alternates = alternates,
        Answer = new LocalizedText($"the answer of {id}"),
    };

    /// <summary>Edits, and expects that something differs.</summary>
    public ChangeSet Edit(Action<WorkingCopyEdit> work, Authorship? by = null) => Copies.Edit(Kb, by ?? Ada, work).Set!;

    public FaqEntry this[string id] => Copies.Get(Kb).Find(id)!.Entry;

    public string[] Ids => [.. Copies.Get(Kb).Entries.Select(entry => entry.Id)];

    /// <summary>What is stored of the working copy and its history, as text.</summary>
    public string Dump()
    {
        using System.Data.Common.DbConnection connection = Sql.OpenAny(Store.Path);
        List<string> rows = [];
        foreach (string table in new[] { "working_copies", "working_entries", "change_sets", "changes", "publications", "deployments" })
        {
            using System.Data.Common.DbCommand command = connection.CreateCommand();
            command.CommandText = $"SELECT * FROM {table} ORDER BY 1, 2, 3";
            using System.Data.Common.DbDataReader reader = command.ExecuteReader();
            while (reader.Read())
            {
                object[] values = new object[reader.FieldCount];
                reader.GetValues(values);
                rows.Add($"{table}: {string.Join('|', values)}");
            }
        }

        return string.Join('\n', rows);
    }

    public void Dispose()
    {
        Store.Dispose();
        _engine.Dispose();
    }
}
