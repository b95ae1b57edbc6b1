namespace FaqBot.Tests.Promises;

/// <summary>An attack that others have suffered, and the tests that show it fail here.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Tests">The tests.</param>
internal sealed record KnownAttack(string Name, params Promise[] Tests);

/// <summary>A test.</summary>
/// <param name="Type">Its class.</param>
/// <param name="Method">Its name.</param>
internal sealed record Promise(Type Type, string Method);
