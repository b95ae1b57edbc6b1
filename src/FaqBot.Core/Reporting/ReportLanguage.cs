namespace FaqBot.Core.Reporting;

/// <summary>The languages of reports.</summary>
public enum ReportLanguage
{
    /// <summary>English.</summary>
    En,

    /// <summary>Simplified Chinese.</summary>
    Zh,
}
