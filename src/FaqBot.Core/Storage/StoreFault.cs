namespace FaqBot.Core.Storage;

/// <summary>Why a database cannot be used: a kind for each thing that an operator can mend.</summary>
public enum StoreFault
{
    /// <summary>The disk is full; the file is sound.</summary>
    Full,

    /// <summary>The file or its folder may only be read.</summary>
    ReadOnly,

    /// <summary>Another program holds the lock for writing.</summary>
    Locked,

    /// <summary>The disk fails.</summary>
    DiskFailing,

    /// <summary>The file, or a field in it, holds what no build wrote.</summary>
    Damaged,

    /// <summary>The file is shorter than it was.</summary>
    CutOff,

    /// <summary>The file is gone.</summary>
    Missing,

    /// <summary>Another file took its place while it was written to.</summary>
    Replaced,

    /// <summary>The file cannot be opened: no such folder, or no right to it.</summary>
    CannotOpen,

    /// <summary>It was written by a newer build, which this one cannot read.</summary>
    Newer,

    /// <summary>It is another program's.</summary>
    Foreign,

    /// <summary>It does not hold what the work needs, or something came between; the file is sound.</summary>
    Refused,

    /// <summary>The server cannot be reached, or is too busy to take a connection.</summary>
    Unreachable,

    /// <summary>Its tables are older than this build needs, or there are none yet: they are to be migrated first.</summary>
    Outdated,

    /// <summary>The engine failed in a way that has no sentence of its own.</summary>
    Unexpected,
}
