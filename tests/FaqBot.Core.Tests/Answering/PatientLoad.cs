using FaqBot.Core.Answering;

namespace FaqBot.Core.Tests.Answering;

/// <summary>Refuses nobody, however busy the machine is: for tests of what is answered, not of load.</summary>
internal static class PatientLoad
{
    public static LoadPolicy Policy { get; } = new(new LoadOptions { TargetWait = TimeSpan.Zero });
}
