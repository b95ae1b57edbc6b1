using FaqBot.Encoding.Library;

namespace FaqBot.Bench;

/// <summary>What all measurements need to know.</summary>
/// <param name="Quick">Fewer and shorter rounds: to see that it runs, not what it says.</param>
internal sealed record BenchContext(bool Quick)
{
    /// <summary>The repository.</summary>
    public static string Home { get; } = HomeFolder.Find();

    public static string Model { get; } = Path.Combine(Home, HomeFolder.BundledModel);

    /// <summary>Rounds of subject and peer.</summary>
    public int Rounds => Quick ? 3 : 11;

    /// <summary>Length of a round that repeats something short.</summary>
    public TimeSpan RoundLength => TimeSpan.FromSeconds(Quick ? 0.2 : 1);

    public void Say(string text) => Console.Error.WriteLine(text);
}
