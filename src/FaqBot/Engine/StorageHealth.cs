using FaqBot.Core.Storage;

namespace FaqBot.Engine;

/// <summary>How the database fares while what was read before answers; every fault is logged once until it is over.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed partial class StorageHealth(ILogger<StorageHealth> log)
{
    private readonly Lock _gate = new();
    private StoreException? _reading, _writing;
    private string? _said;

    /// <summary>What is wrong now, or null.</summary>
    public StoreException? Fault
    {
        get
        {
            lock (_gate)
            {
                return _writing ?? _reading;
            }
        }
    }

    /// <summary>Whether something could not be written the last time.</summary>
    public bool IsWritingFaulty
    {
        get
        {
            lock (_gate)
            {
                return _writing is not null;
            }
        }
    }

    /// <summary>Logs a fault, unless it was the last one to be logged and is not over.</summary>
    public void Say(StoreException fault)
    {
        lock (_gate)
        {
            if (_said == fault.Message)
            {
                return;
            }

            _said = fault.Message;
        }

        CannotUse(log, fault.Kind, fault.Message);
    }

    /// <summary>The database could not be read, or looked at.</summary>
    public void CannotRead(StoreException fault)
    {
        lock (_gate)
        {
            _reading = fault;
        }

        Say(fault);
    }

    /// <summary>Something could not be written.</summary>
    public void CannotWrite(StoreException fault)
    {
        // It was told no, and is as sound as before.
        if (fault.Kind == StoreFault.Refused)
        {
            return;
        }

        lock (_gate)
        {
            _writing = fault;
        }

        Say(fault);
    }

    /// <summary>The database was read.</summary>
    public void CanRead() => End(ref _reading);

    /// <summary>Something was written.</summary>
    public void CanWrite() => End(ref _writing);

    private void End(ref StoreException? fault)
    {
        lock (_gate)
        {
            if (fault is null)
            {
                return;
            }

            fault = null;
            if (_writing is not null || _reading is not null)
            {
                return;
            }

            _said = null;
        }

        IsOver(log);
    }

    [LoggerMessage(30, LogLevel.Error, "Storage, {Kind}; what was read before goes on answering: {Reason}")]
    private static partial void CannotUse(ILogger log, StoreFault kind, string reason);

    [LoggerMessage(31, LogLevel.Information, "Storage: the database can be used again.")]
    private static partial void IsOver(ILogger log);
}
