namespace FaqBot.Options;

/// <summary>The service cannot start with these options; the message lists every fault.</summary>
internal sealed class InvalidOptionsException(IReadOnlyList<string> faults)
    : Exception($"The options have {faults.Count} fault{(faults.Count == 1 ? "" : "s")} (see appsettings.json for all of them):"
        + string.Concat(faults.Select(fault => "\n  - " + fault)));
