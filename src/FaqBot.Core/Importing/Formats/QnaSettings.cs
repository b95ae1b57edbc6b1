using FaqBot.Core.Importing.Files;
using FaqBot.Core.Importing.Reports;
using FaqBot.Core.Knowledge;
using FaqBot.Core.Text;

namespace FaqBot.Core.Importing.Formats;

/// <summary>Reads tables of settings and synonyms of an exported knowledge base.</summary>
internal static class QnaSettings
{
    /// <summary>Whether a table is one of settings.</summary>
    public static bool IsOne(Header header) => header.Has("key") && header.Has("value") && header.Count <= 3;

    /// <summary>Whether a table is one of synonyms.</summary>
    public static bool AreSynonyms(Header header) => header.Has("synonyms") && header.Count <= 2;

    /// <summary>Reads settings.</summary>
    public static void Read(Table table, Header header, ReadingContext context)
    {
        foreach (TableRow row in table.Rows.Skip(1))
        {
            string key = header.Cell(row, "key").Trim(), value = header.Cell(row, "value");
            Place place = table.At(row.Number, key);
            switch (key.ToUpperInvariant())
            {
                case "LANGUAGE":
                    Language(value, place, context);
                    break;
                case "DEFAULTANSWERFORKB" or "DEFAULTANSWER":
                    DefaultAnswer(value, context.Found);
                    break;
                case "":
                    break;
                default:
                    context.Found.Settings[key] = value;
                    context.Notes.LeftOut(
                        NoteCode.SettingNotKept, place, $"the setting is '{QnaCells.Shown(value)}', which a knowledge base has no place "
                            + $"for");
                    break;
            }
        }
    }

    /// <summary>Reads synonyms: a group a row, written as CSV within the cell, or over the cells of the row.</summary>
    public static void ReadSynonyms(Table table, ReadingContext context)
    {
        foreach (TableRow row in table.Rows.Skip(1))
        {
            string[] words = row.Cells is [var only, ..] && row.Cells.Skip(1).All(string.IsNullOrWhiteSpace)
                ? [.. new SeparatedText(context.Limits, new NoteLog(), context.CancellationToken).Read("", only + "\n").Rows
                    .SelectMany(one => one.Cells)]
                : row.Cells;
            context.Found.Synonyms.Add((
                [.. words.Select(word => word.Trim().Trim('"')).Where(word => word.Length > 0)], table.At(row.Number, "Synonyms")));
        }
    }

    /// <summary>Takes a language over: a tag, or the name that the service gives it.</summary>
    public static void Language(string? name, Place place, ReadingContext context)
    {
        if (string.IsNullOrWhiteSpace(name) || context.Found.Languages.Count > 0)
        {
            return;
        }

        string? tag = TagOf(name);
        if (tag is null)
        {
            context.Notes.LeftOut(
                NoteCode.OtherLanguage, place, $"the language '{QnaCells.Shown(name)}' is none of zh-Hans, zh-Hant and en, which are "
                    + $"told apart");
        }
        else
        {
            context.Found.Languages = [tag];
        }
    }

    /// <summary>The tag of a language by its tag or name; null for another language.</summary>
    public static string? TagOf(string? name) => name?.Trim().Replace('_', ' ').ToLowerInvariant() switch
    {
        null or "" => null,
        "english" => "en",
        "chinese" or "chinese simplified" or "chinese (simplified)" or "simplified chinese" or "简体中文" or "中文" => "zh-Hans",
        "chinese traditional" or "chinese (traditional)" or "traditional chinese" or "繁體中文" or "繁体中文" => "zh-Hant",
        _ => LanguageTag.TryParse(name.Trim(), out Language language) ? LanguageTag.Of(language) : null,
    };

    /// <summary>Takes a default answer over.</summary>
    public static void DefaultAnswer(string? text, FoundKnowledge found)
    {
        if (!string.IsNullOrWhiteSpace(text))
        {
            found.DefaultAnswer ??= new LocalizedText(text.Replace("\\n", "\n", StringComparison.Ordinal));
        }
    }
}
