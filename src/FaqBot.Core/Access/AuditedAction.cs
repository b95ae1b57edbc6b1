namespace FaqBot.Core.Access;

/// <summary>An action at work that is to be in the audit log: what it changes in the store is noted there in the same
/// transaction.</summary>
/// <remarks>
/// <para>
/// How an action ends is known only after its last change. Therefore the store writes a mark with each change, within its transaction:
/// either both are there, or neither. The row of the audit log takes the mark's place when the action has ended. Where a process dies
/// in between, or the log cannot be written, the mark stays, and becomes a row later: see <c>AuditTable.Settle</c>.
/// </para>
/// <para>
/// Thread-safe. It belongs to the flow of calls that began it, and to what they call, on whatever thread; what goes on after its end,
/// such as a job that was started, is no part of it.
/// </para>
/// </remarks>
public sealed class AuditedAction : IDisposable
{
    private static readonly AsyncLocal<AuditedAction?> Flow = new();

    private readonly Func<AuditEntry> _entry;
    private readonly AuditedAction? _outer;
    private volatile bool _hasEnded;
    private volatile bool _isMarked;

    private AuditedAction(Func<AuditEntry> entry)
    {
        _entry = entry;
        _outer = Flow.Value;
        Flow.Value = this;
    }

    /// <summary>The action that the present call is part of; null: it is part of none.</summary>
    public static AuditedAction? Present => Flow.Value is { _hasEnded: false } action ? action : null;

    /// <summary>What tells it apart from all others.</summary>
    public string Id { get; } = Guid.NewGuid().ToString("N");

    /// <summary>Whether something that it changed is stored, and its mark with it.</summary>
    public bool IsMarked => _isMarked;

    /// <summary>Begins an action.</summary>
    /// <param name="entry">What is known of it by the time that it changes something.</param>
    /// <returns>The action, which ends with its disposal at the latest.</returns>
    public static AuditedAction Begin(Func<AuditEntry> entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return new AuditedAction(entry);
    }

    /// <summary>Ends it: nothing is marked for it any more.</summary>
    public void End() => _hasEnded = true;

    /// <inheritdoc />
    public void Dispose()
    {
        End();
        if (Flow.Value == this)
        {
            Flow.Value = _outer;
        }
    }

    /// <summary>What is known of it now.</summary>
    internal AuditEntry Entry() => _entry();

    /// <summary>Notes that its mark is stored.</summary>
    internal void NoteMarked() => _isMarked = true;
}
