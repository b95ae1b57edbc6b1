using FaqBot.Core.Text;
using FaqBot.Handover;

namespace FaqBot.Texts;

/// <summary>What all channels do alike: section <c>FaqBot:Channels</c>.</summary>
internal sealed class ChannelOptions
{
    private const int MostGreetingLength = 2_000, MostUrlLength = 2_000;

    /// <summary>What the bot says first; null: a greeting in the user's language; empty: nothing.</summary>
    public string? Greeting { get; set; }

    /// <summary>The line that says that answers are automatic.</summary>
    public NoticeOptions Notice { get; } = new();

    /// <summary>Whether a person is offered when nothing matches.</summary>
    public bool OfferHandover { get; set; }

    /// <summary>When people are there to take over.</summary>
    public OfficeHourOptions Hours { get; } = new();

    /// <summary>Where people are reached, where pages offer a person and nobody takes it up; null: nowhere.</summary>
    public string? ContactUrl { get; set; }

    /// <summary>A form to write to people.</summary>
    public ContactFormOptions ContactForm { get; } = new();

    /// <summary>Picture beside the name on the chat page and in the widget; null: FaqBot's own, or none.</summary>
    public string? LogoUrl { get; set; }

    /// <summary>Whether pages let visitors browse the questions.</summary>
    public bool OfferBrowsing { get; set; } = true;

    /// <summary>What the bot says first, with the line that says that answers are automatic.</summary>
    /// <param name="locale">Language tag of the user, as the channel knows it; or null.</param>
    /// <returns>Markdown; empty: nothing is said.</returns>
    public string FirstWords(string? locale)
    {
        string greeting = Greeting ?? BotTexts.For(locale).Greeting;
        string notice = Notice.For(LanguageTag.TryParse(locale, out Language language) ? language : Language.Other);
        return greeting.Length == 0 || notice.Length == 0 ? greeting : $"{greeting}\n\n{notice}";
    }

    /// <summary>Whether a person is offered at a time: nobody is promised who is not there.</summary>
    public bool OffersPersonAt(DateTimeOffset now) => OfferHandover && Hours.IncludesAt(now);

    public IEnumerable<string> Faults()
    {
        if (Greeting is { Length: > MostGreetingLength })
        {
            yield return $"Greeting has {Greeting.Length} characters, expected at most {MostGreetingLength}";
        }

        if (ContactUrl is { } contact && !(contact.Length <= MostUrlLength && Uri.TryCreate(contact, UriKind.Absolute, out Uri? url)
            && url.Scheme is "https" or "http" or "mailto" or "tel"))
        {
            yield return "ContactUrl is no address of https, http, mailto or tel";
        }

        if (LogoUrl is { } logo && !(logo.Length <= MostUrlLength && Uri.TryCreate(logo, UriKind.Absolute, out Uri? picture)
            && picture.Scheme is "https"))
        {
            yield return "LogoUrl is no address of https";
        }

        foreach (string fault in (IEnumerable<string>)[.. Hours.Faults(), .. ContactForm.Faults(), .. Notice.Faults()])
        {
            yield return fault;
        }
    }
}

/// <summary>The line that says that answers are automatic, by language: null is FaqBot's own, empty none.</summary>
internal sealed class NoticeOptions
{
    private const int MostLength = 500;

    /// <summary>In simplified Chinese.</summary>
    public string? ZhHans { get; set; }

    /// <summary>In traditional Chinese.</summary>
    public string? ZhHant { get; set; }

    /// <summary>In English, and to whoever speaks another language.</summary>
    public string? En { get; set; }

    /// <summary>The line for a language; empty: none.</summary>
    public string For(Language language) => language switch
    {
        Language.SimplifiedChinese => ZhHans,
        Language.TraditionalChinese => ZhHant,
        _ => En,
    } ?? BotTexts.For(language).Automatic;

    public IEnumerable<string> Faults() =>
        from named in ((string Name, string? Text)[])[(nameof(ZhHans), ZhHans), (nameof(ZhHant), ZhHant), (nameof(En), En)]
        where named.Text?.Length > MostLength
        select $"Notice:{named.Name} has {named.Text!.Length} characters, expected at most {MostLength}";
}
