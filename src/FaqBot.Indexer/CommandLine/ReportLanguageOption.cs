using System.CommandLine;
using FaqBot.Core.Reporting;

namespace FaqBot.Indexer.CommandLine;

/// <summary><c>--lang</c>: the language that a page opens in.</summary>
internal static class ReportLanguageOption
{
    public static Option<ReportLanguage> Create() =>
        new Option<ReportLanguage>("--lang") { Description = "Language that the page of --html opens in: en or zh. Default: en." }
            .CompletedBy<ReportLanguage, ReportLanguage>();
}
