namespace FaqBot.Indexer.CommandLine;

/// <summary>What the process returns; documented in the README.</summary>
internal static class ExitCode
{
    public const int Success = 0;
    public const int Unexpected = 1;
    public const int Usage = 2;
    public const int InvalidInput = 3;
    public const int Model = 4;
    public const int Store = 5;
    public const int Hub = 6;
    public const int GoalMissed = 7;
    public const int Findings = 8;

    // A kind of fault of the database each, so that a script knows what to mend; Store is for those that leave nothing to mend.
    public const int DiskFull = 20;
    public const int ReadOnly = 21;
    public const int Locked = 22;
    public const int DiskFailing = 23;
    public const int Damaged = 24;
    public const int CutOff = 25;
    public const int Missing = 26;
    public const int Replaced = 27;
    public const int CannotOpen = 28;
    public const int Newer = 29;
    public const int Foreign = 30;
    public const int Unreachable = 31;
    public const int Outdated = 32;

    public const int Cancelled = 130;
}
