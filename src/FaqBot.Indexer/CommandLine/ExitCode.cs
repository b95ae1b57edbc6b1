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
    public const int Cancelled = 130;
}
