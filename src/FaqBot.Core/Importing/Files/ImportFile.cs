namespace FaqBot.Core.Importing.Files;

/// <summary>A file to import.</summary>
/// <param name="Name">Its name, or its path below the folder that it comes from; never opened.</param>
/// <param name="Content">Its bytes.</param>
public sealed record ImportFile(string Name, ReadOnlyMemory<byte> Content);
