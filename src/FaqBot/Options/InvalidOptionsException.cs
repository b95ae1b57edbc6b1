namespace FaqBot.Options;

/// <summary>The service cannot start with these options; the message lists every fault, a single one in the same line.</summary>
internal sealed class InvalidOptionsException(IReadOnlyList<string> faults)
    : Exception($"The options have {faults.Count} fault{(faults.Count == 1 ? "" : "s")} (see appsettings.json for all of them):"
        + (faults.Count == 1 ? $" {faults[0]}" : string.Concat(faults.Select(fault => "\n  - " + fault))));
