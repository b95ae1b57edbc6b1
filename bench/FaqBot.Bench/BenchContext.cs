using FaqBot.Encoding.Library;

namespace FaqBot.Bench;

/// <summary>What all measurements need to know.</summary>
/// <param name="Quick">Fewer and shorter rounds: to see that it runs, not what it says.</param>
internal sealed record BenchContext(bool Quick)
{
    /// <summary>The repository.</summary>
    public static string Home { get; } = HomeFolder.Find();

    public static string Model { get; } = Path.Combine(Home, HomeFolder.BundledModel);

    /// <summary>The shared test material, which is no part of the repository.</summary>
    public static string Shared => Environment.GetEnvironmentVariable("FAQBOT_SHARED") is { Length: > 0 } named
        ? named : Path.Combine(Home, "..", "shared");

    /// <summary>Rounds of subject and peer.</summary>
    public int Rounds => Quick ? 3 : 11;

    /// <summary>Length of a round that repeats something short.</summary>
    public TimeSpan RoundLength => TimeSpan.FromSeconds(Quick ? 0.2 : 1);

    public void Say(string text) => Console.Error.WriteLine(text);
}
