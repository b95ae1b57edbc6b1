using System.CommandLine;

namespace FaqBot.Indexer.CommandLine;

/// <summary>Options whose values are a few words.</summary>
internal static class ChoiceOption
{
    /// <summary>Completes the words as people type them and help names them: in small letters.</summary>
    /// <typeparam name="T">The type of the option.</typeparam>
    /// <typeparam name="TEnum">The words.</typeparam>
    public static Option<T> CompletedBy<T, TEnum>(this Option<T> option)
        where TEnum : struct, Enum
    {
        option.CompletionSources.Clear();
        option.CompletionSources.Add([.. Enum.GetNames<TEnum>().Select(name => name.ToLowerInvariant())]);
        return option;
    }
}
