using System.Globalization;
using FaqBot.Core.Text;
using FaqBot.Handover;
using FaqBot.Texts;

namespace FaqBot.Tests.Handover;

public sealed class OfficeHoursTests
{
    // 2026-11-30 is a Monday; in Berlin it is an hour later than in UTC then, and two hours from 2026-03-29 on.
    [Theory]
    [InlineData(null, "2026-11-30T02:00Z", true)]
    [InlineData("Mo-Fr 09:00-18:00", "2026-11-30T07:59Z", false)]
    [InlineData("Mo-Fr 09:00-18:00", "2026-11-30T08:00Z", true)]
    [InlineData("Mo-Fr 09:00-18:00", "2026-11-30T16:59Z", true)]
    [InlineData("Mo-Fr 09:00-18:00", "2026-11-30T17:00Z", false)]
    [InlineData("Mo-Fr 09:00-18:00", "2026-12-05T10:00Z", false)]
    [InlineData("Mo-Fr 09:00-18:00", "2026-12-25T10:00Z", false)]
    [InlineData("Mo-Fr 09:00-12:00,13:00-18:00; Sa 10:00-14:00", "2026-11-30T11:30Z", false)]
    [InlineData("Mo-Fr 09:00-12:00,13:00-18:00; Sa 10:00-14:00", "2026-12-05T09:30Z", true)]
    [InlineData("Mo-Su 00:00-24:00; We off", "2026-12-02T10:00Z", false)]
    [InlineData("Fr-Mo 09:00-18:00", "2026-11-29T10:00Z", true)]
    [InlineData("Fr-Mo 09:00-18:00", "2026-12-01T10:00Z", false)]
    public void Somebody_is_there_within_the_hours_of_the_place(string? open, string now, bool isThere)
    {
        OfficeHourOptions hours = Berlin(open);
        Assert.Empty(hours.Faults());
        Assert.Equal(isThere, hours.IncludesAt(At(now)));
    }

    [Theory]
    [InlineData("Mo-Fr 09:00-18:00", "2026-11-30T03:00Z", "en", "Nobody is there right now. Back from 09:00 (UTC+1).")]
    [InlineData("Mo-Fr 09:00-18:00", "2026-12-04T18:00Z", "en", "Nobody is there right now. Back from Monday 09:00 (UTC+1).")]
    [InlineData("Mo-Fr 09:00-18:00", "2026-12-04T18:00Z", "zh-Hans", "现在没有人工客服在线，星期一 09:00（UTC+1） 恢复。")]
    [InlineData("Mo-Fr 09:00-18:00", "2026-12-04T18:00Z", "zh-Hant", "現在沒有真人客服在線，星期一 09:00（UTC+1） 恢復。")]
    [InlineData("Mo 09:00-18:00", "2026-11-30T18:00Z", "en", "Nobody is there right now. Back from 7 December, 09:00 (UTC+1).")]
    [InlineData("Mo 09:00-18:00", "2026-11-30T18:00Z", "zh-Hans", "现在没有人工客服在线，12月7日 09:00（UTC+1） 恢复。")]
    [InlineData("Mo-Su off", "2026-11-30T03:00Z", "und", "Nobody is there right now.")]
    public void Bots_say_when_the_office_opens_by_its_own_clock(string open, string now, string language, string said)
    {
        OfficeHourOptions hours = Berlin(open);
        Language spoken = LanguageTag.TryParse(language, out Language known) ? known : Language.Other;
        Assert.Equal(said, ElsewhereText.Absence(hours.OpensAfter(At(now)), hours.AtOffice(At(now)), spoken));
    }

    [Theory]
    [InlineData("Mo-Fr 09:00-18:00", "2026-11-30T03:00Z", "2026-11-30T08:00Z")]
    [InlineData("Mo-Fr 09:00-12:00,13:00-18:00", "2026-11-30T11:10Z", "2026-11-30T12:00Z")]
    [InlineData("Mo-Fr 13:00-18:00,09:00-12:00", "2026-11-30T03:00Z", "2026-11-30T08:00Z")]
    [InlineData("Mo-Fr 09:00-18:00", "2026-12-04T18:00Z", "2026-12-07T08:00Z")]
    [InlineData("Mo-Fr 09:00-18:00", "2026-12-24T18:00Z", "2026-12-28T08:00Z")]
    [InlineData("Su 02:30-05:00", "2026-03-28T12:00Z", "2026-03-29T01:30Z")]
    [InlineData("Mo-Su off", "2026-11-30T03:00Z", null)]
    [InlineData(null, "2026-12-25T10:00Z", "2026-12-25T23:00Z")]
    public void Next_opening_passes_over_nights_weekends_and_closed_days(string? open, string now, string? opens) =>
        Assert.Equal(opens is null ? null : At(opens), Berlin(open).OpensAfter(At(now)));

    [Theory]
    [InlineData("Mon-Fri 9-18", "found 'Mon-Fri 9-18'")]
    [InlineData("Mo-Fr 18:00-09:00", "found 'Mo-Fr 18:00-09:00'")]
    [InlineData("Mo-Fr 09:00-18:00; Sa", "found 'Sa'")]
    [InlineData("Mo-Fr 09:00-18:00;", "found ''")]
    [InlineData("Mo-Fr-Sa 09:00-18:00", "found 'Mo-Fr-Sa 09:00-18:00'")]
    [InlineData("", "found ''")]
    public void Hours_that_cannot_be_read_are_told_with_an_example(string open, string fault)
    {
        string told = Assert.Single(Berlin(open).Faults());
        Assert.StartsWith($"Hours:Open: {fault}, expected days and hours, such as ", told, StringComparison.Ordinal);
    }

    [Fact]
    public void Faults_are_told_together()
    {
        OfficeHourOptions hours = new() { Open = "always", TimeZone = "Middle/Earth", Closed = ["2026-12-25", "25.12."] };
        Assert.Equal(3, hours.Faults().Count());
    }

    private static OfficeHourOptions Berlin(string? open) => new() { Open = open, TimeZone = "Europe/Berlin", Closed = ["2026-12-25"] };

    private static DateTimeOffset At(string time) => DateTimeOffset.Parse(time, CultureInfo.InvariantCulture);
}
