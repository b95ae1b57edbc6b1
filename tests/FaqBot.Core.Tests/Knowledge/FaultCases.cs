namespace FaqBot.Core.Tests.Knowledge;

/// <summary>One fault each, with the message that an operator reads.</summary>
public static class FaultCases
{
    private const string MendDate = "Write 2026-03-31 (whole days, UTC) or 2026-03-31T18:00:00+08:00";
    private const string MendId = "Use lower-case letters, digits, '.', '_' and '-', starting with a letter or digit";

    /// <summary>Members of an entry 'b' that <c>faq.schema.json</c> refuses too.</summary>
    public static TheoryData<string, string> OfEntry => new()
    {
        { """ "question": "", "answer": "x" """, "question is empty. Write it." },
        { """ "question": " \t", "answer": "x" """, "question is empty. Write it." },
        { """ "question": 5, "answer": "x" """, "question is number, expected a text. Correct the value." },
        { """ "question": null, "answer": "x" """, "question is null, expected a text. Correct the value." },
        { """ "answer": "x" """, "'question' is missing. Add it." },
        { """ "question": "q" """, "'answer' is missing. Add it." },
        { """ "question": "q", "answer": "" """, "answer is empty. Write it." },
        { """ "question": "q", "answer": {} """, "answer is empty. Write a text, or one for each language." },
        { """ "question": "q", "answer": {"en": " "} """, "answer.en is empty. Write it." },
        { """ "question": "q", "answer": {"en": 1} """, "answer.en is number, expected a text. Correct the value." },
        { """ "question": "q", "answer": {"fr": "x"} """, "'fr' is not a language that is told apart. Use zh-Hans, zh-Hant or en." },
        { """ "question": "q", "answer": {"zh-TW": "x"} """, "'zh-TW' is not a language that is told apart. Use zh-Hans, zh-Hant or en." },
        { """ "question": "q", "answer": {"EN": "x"} """, "'EN' is not a language that is told apart. Use zh-Hans, zh-Hant or en." },
        { """ "question": "q", "answer": ["x"] """, "answer is array, expected a text. Correct the value." },
        { """ "question": "q", "answer": "x", "answr": "y" """,
            "'answr' is not a member of this object. Remove it or correct its name; known: id, question, alternates, notThis, prompts, "
            + "answer, metadata, source, contextOnly, enabled, validFrom, validUntil, suggested." },
        { """ "question": "q", "answer": "x", "alternates": "y" """, "alternates is string, expected a list. Correct the value." },
        { """ "question": "q", "answer": "x", "alternates": null """, "alternates is null, expected a list. Correct the value." },
        { """ "question": "q", "answer": "x", "alternates": [1] """, "an alternate is number, expected a text. Correct the value." },
        { """ "question": "q", "answer": "x", "alternates": [""] """, "an alternate is empty. Write it." },
        { """ "question": "q", "answer": "x", "source": "" """, "source is empty. Write it." },
        { """ "question": "q", "answer": "x", "enabled": "false" """, "enabled is not true or false. Write one of them, without quotation marks." },
        { """ "question": "q", "answer": "x", "enabled": null """, "enabled is not true or false. Write one of them, without quotation marks." },
        { """ "question": "q", "answer": "x", "contextOnly": 1 """, "contextOnly is not true or false. Write one of them, without quotation marks." },
        { """ "question": "q", "answer": "x", "metadata": [] """, "metadata is array, expected an object of names and values. Correct the value." },
        { """ "question": "q", "answer": "x", "metadata": {"a b": "v"} """,
            "the metadata name 'a b' is not allowed. Use 1 to 100 letters, digits and '_'." },
        { """ "question": "q", "answer": "x", "metadata": {"": "v"} """, "the metadata name '' is not allowed. Use 1 to 100 letters, digits and '_'." },
        { """ "question": "q", "answer": "x", "metadata": {"分 类": "v"} """, "the metadata name '分 类' is not allowed. Use 1 to 100 letters, digits and '_'." },
        { """ "question": "q", "answer": "x", "metadata": {"a\n": "v"} """, "the metadata name 'a\n' is not allowed. Use 1 to 100 letters, digits and '_'." },
        { """ "question": "q", "answer": "x", "metadata": {"a": ""} """, "metadata.a is empty. Write it." },
        { """ "question": "q", "answer": "x", "metadata": {"a": 1} """, "metadata.a is number, expected a text. Correct the value." },
        { """ "question": "q", "answer": "x", "notThis": "r" """, "notThis is string, expected a list. Correct the value." },
        { """ "question": "q", "answer": "x", "notThis": [1] """, "a question of notThis is number, expected a text. Correct the value." },
        { """ "question": "q", "answer": "x", "notThis": [" "] """, "a question of notThis is empty. Write it." },
        { """ "question": "q", "answer": "x", "prompts": {} """, "prompts is object, expected a list. Correct the value." },
        { """ "question": "q", "answer": "x", "prompts": ["a"] """, "a prompt is string, expected an object. Correct the value." },
        { """ "question": "q", "answer": "x", "prompts": [{"entryId": "a"}] """, "'text' is missing. Add it." },
        { """ "question": "q", "answer": "x", "prompts": [{"text": "t"}] """, "'entryId' is missing. Add it." },
        { """ "question": "q", "answer": "x", "prompts": [{"text": " ", "entryId": "a"}] """, "a prompt's text is empty. Write it." },
        { """ "question": "q", "answer": "x", "prompts": [{"text": "t", "entryId": "a", "id": 1}] """,
            "'id' is not a member of this object. Remove it or correct its name; known: text, entryId." },
        { """ "question": "q", "answer": "x", "validFrom": "31.03.2026" """, $"validFrom '31.03.2026' is not a date. {MendDate}." },
        { """ "question": "q", "answer": "x", "validFrom": "2026-13-01" """, $"validFrom '2026-13-01' is not a date. {MendDate}." },
        { """ "question": "q", "answer": "x", "validUntil": "2026-03-31T18:00:00" """, $"validUntil '2026-03-31T18:00:00' is not a date. {MendDate}." },
        { """ "question": "q", "answer": "x", "validUntil": "2026-03-31 18:00:00Z" """, $"validUntil '2026-03-31 18:00:00Z' is not a date. {MendDate}." },
        { """ "question": "q", "answer": "x", "validUntil": 20260331 """, $"validUntil '20260331' is not a date. {MendDate}." },
        { """ "question": "q", "answer": "x", "validUntil": "" """, $"validUntil '' is not a date. {MendDate}." },
        { """ "question": "q", "answer": "x", "prompts": [{"text": "t", "entryId": "B"}] """, $"entryId 'B' is not an id. {MendId}." },
    };

    /// <summary>Members of an entry 'b' whose fault a schema cannot express.</summary>
    public static TheoryData<string, string> OfEntryBeyondTheSchema => new()
    {
        { """ "question": "\u200B", "answer": "x" """,
            "question cannot be asked: The question has no visible character. Write a question of visible characters within the limit." },
        { """ "question": "q", "answer": "x", "metadata": {"a": "1", "A": "2"} """,
            "the metadata name 'A' occurs twice. Keep one; case does not tell names apart." },
        { """ "question": "q", "answer": "x", "validFrom": "2026-03-31", "validUntil": "2026-03-30" """,
            "validUntil is not after validFrom. Correct one of the dates." },
        { """ "question": "q", "answer": "x", "validFrom": "2026-03-31T10:00:00Z", "validUntil": "2026-03-31T18:00:00+08:00" """,
            "validUntil is not after validFrom. Correct one of the dates." },
        { """ "question": "q", "answer": "x", "validFrom": "2026-02-30" """, $"validFrom '2026-02-30' is not a date. {MendDate}." },
        { """ "question": "question of a", "answer": "x" """,
            "'question of a' is also a question of entry 'a' in line 3. "
            + "Keep it in the entry whose answer is right; case, width, blanks and punctuation do not tell questions apart." },
        { """ "question": "q", "alternates": ["ＱＵＥＳＴＩＯＮ, of a?"], "answer": "x" """,
            "'ＱＵＥＳＴＩＯＮ, of a?' is also a question of entry 'a' in line 3. "
            + "Keep it in the entry whose answer is right; case, width, blanks and punctuation do not tell questions apart." },
        { """ "question": "q", "alternates": ["other", "Q!"], "answer": "x" """, "'Q!' repeats the question in line 4. Remove one of them." },
        { """ "question": "how to pay", "answer": "x", "notThis": ["other", "Hello, HOW to pay?"] """,
            "'Hello, HOW to pay?' of notThis is a question of this entry in line 4. "
            + "Remove one of them; case, script, polite words and synonyms do not tell questions apart." },
        { """ "question": "發票", "answer": "x", "notThis": ["发票"] """,
            "'发票' of notThis is a question of this entry in line 4. "
            + "Remove one of them; case, script, polite words and synonyms do not tell questions apart." },
        { """ "question": "q", "answer": "x", "notThis": ["other", "Other!"] """, "'Other!' of notThis repeats the one in line 4. Remove one of them." },
        { """ "question": "q", "answer": "x", "prompts": [{"text": "t", "entryId": "nobody"}] """,
            "a prompt leads to 'nobody', which no entry is. Correct the entryId or add the entry." },
        { """ "question": "q", "answer": "x", "prompts": [{"text": "t", "entryId": "b"}] """,
            "a prompt leads to its own entry. Name another entry or remove the prompt." },
    };

    /// <summary>Heads of a file that <c>faq.schema.json</c> refuses too.</summary>
    public static TheoryData<string, string> OfHead => new()
    {
        { """ "formatVersion": 2, "id": "kb", "name": "n", "languages": ["en"], "defaultAnswer": "d" """,
            "line 2: formatVersion is 2, expected 1. Write \"formatVersion\": 1 and keep to data/faq.schema.json." },
        { """ "formatVersion": "1", "id": "kb", "name": "n", "languages": ["en"], "defaultAnswer": "d" """,
            "line 2: formatVersion is 1, expected 1. Write \"formatVersion\": 1 and keep to data/faq.schema.json." },
        { """ "id": "kb", "name": "n", "languages": ["en"], "defaultAnswer": "d" """, "line 1: 'formatVersion' is missing. Add it." },
        { """ "formatVersion": 1, "name": "n", "languages": ["en"], "defaultAnswer": "d" """, "line 1: 'id' is missing. Add it." },
        { """ "formatVersion": 1, "id": "kb", "languages": ["en"], "defaultAnswer": "d" """, "line 1: 'name' is missing. Add it." },
        { """ "formatVersion": 1, "id": "kb", "name": "n", "defaultAnswer": "d" """, "line 1: 'languages' is missing. Add it." },
        { """ "formatVersion": 1, "id": "kb", "name": "n", "languages": ["en"] """, "line 1: 'defaultAnswer' is missing. Add it." },
        { """ "formatVersion": 1, "id": "My KB", "name": "n", "languages": ["en"], "defaultAnswer": "d" """, $"line 2: id 'My KB' is not an id. {MendId}." },
        { """ "formatVersion": 1, "id": "kb\n", "name": "n", "languages": ["en"], "defaultAnswer": "d" """, $"line 2: id 'kb\n' is not an id. {MendId}." },
        { """ "formatVersion": 1, "id": "-kb", "name": "n", "languages": ["en"], "defaultAnswer": "d" """, $"line 2: id '-kb' is not an id. {MendId}." },
        { """ "formatVersion": 1, "id": "", "name": "n", "languages": ["en"], "defaultAnswer": "d" """, "line 2: id is empty. Write it." },
        { """ "formatVersion": 1, "id": "kb", "name": " ", "languages": ["en"], "defaultAnswer": "d" """, "line 2: name is empty. Write it." },
        { """ "formatVersion": 1, "id": "kb", "name": "n", "languages": [], "defaultAnswer": "d" """,
            "line 2: languages is empty. Name at least one of zh-Hans, zh-Hant, en." },
        { """ "formatVersion": 1, "id": "kb", "name": "n", "languages": ["de"], "defaultAnswer": "d" """,
            "line 2: 'de' is not a language that is told apart. Use zh-Hans, zh-Hant or en." },
        { """ "formatVersion": 1, "id": "kb", "name": "n", "languages": ["en", "zh-Hans", "en"], "defaultAnswer": "d" """,
            "line 2: languages has 'en' twice. Keep one." },
        { """ "formatVersion": 1, "id": "kb", "name": "n", "languages": "en", "defaultAnswer": "d" """,
            "line 2: languages is string, expected a list. Correct the value." },
        { """ "formatVersion": 1, "id": "kb", "name": "n", "languages": ["en"], "defaultAnswer": "" """, "line 2: defaultAnswer is empty. Write it." },
        { """ "formatVersion": 1, "id": "kb", "name": "n", "languages": ["en"], "defaultAnswer": "d", "extra": 1 """,
            "line 2: 'extra' is not a member of this object. Remove it or correct its name; known: "
            + "$schema, formatVersion, id, name, languages, defaultAnswer, synonyms, contrasts, stopPhrases, greeting, starters, "
            + "categories, entries." },
        { """ "formatVersion": 1, "id": "kb", "name": "n", "languages": ["en"], "defaultAnswer": "d", "contrasts": "a" """, "line 2: contrasts is string, expected a list. Correct the value." },
        { """ "formatVersion": 1, "id": "kb", "name": "n", "languages": ["en"], "defaultAnswer": "d", "contrasts": ["a"] """, "line 2: a group of contrasts is string, expected a list. Correct the value." },
        { """ "formatVersion": 1, "id": "kb", "name": "n", "languages": ["en"], "defaultAnswer": "d", "contrasts": [["a"]] """,
            "line 2: a group of contrasts has 1 words, expected at least 2. Add a word that makes another question or remove the group." },
        { """ "formatVersion": 1, "id": "kb", "name": "n", "languages": ["en"], "defaultAnswer": "d", "contrasts": [["a", 1]] """, "line 2: a word of contrasts is number, expected a text. Correct the value." },
        { """ "formatVersion": 1, "id": "kb", "name": "n", "languages": ["en"], "defaultAnswer": "d", "synonyms": "a" """, "line 2: synonyms is string, expected a list. Correct the value." },
        { """ "formatVersion": 1, "id": "kb", "name": "n", "languages": ["en"], "defaultAnswer": "d", "synonyms": ["a"] """, "line 2: a group of synonyms is string, expected a list. Correct the value." },
        { """ "formatVersion": 1, "id": "kb", "name": "n", "languages": ["en"], "defaultAnswer": "d", "synonyms": [["a"]] """,
            "line 2: a group of synonyms has 1 words, expected at least 2. Add a word that means the same or remove the group." },
        { """ "formatVersion": 1, "id": "kb", "name": "n", "languages": ["en"], "defaultAnswer": "d", "synonyms": [["a", 1]] """, "line 2: a synonym is number, expected a text. Correct the value." },
        { """ "formatVersion": 1, "id": "kb", "name": "n", "languages": ["en"], "defaultAnswer": "d", "synonyms": [["a", " "]] """, "line 2: a synonym is empty. Write it." },
        { """ "formatVersion": 1, "id": "kb", "name": "n", "languages": ["en"], "defaultAnswer": "d", "stopPhrases": [""] """, "line 2: a stop phrase is empty. Write it." },
        { """ "formatVersion": 1, "id": "kb", "name": "n", "languages": ["en"], "defaultAnswer": "d", "stopPhrases": {} """, "line 2: stopPhrases is object, expected a list. Correct the value." },
    };

    /// <summary>Heads of a file whose fault a schema cannot express.</summary>
    public static TheoryData<string, string> OfHeadBeyondTheSchema => new()
    {
        { """ "formatVersion": 1, "id": "kb", "name": "n", "languages": ["en"], "defaultAnswer": "d", "synonyms": [["?", "b"]] """, "line 2: a synonym has no letter or digit. Write words." },
        { """ "formatVersion": 1, "id": "kb", "name": "n", "languages": ["en"], "defaultAnswer": "d", "synonyms": [["发票", "票据"], ["收据", "發票"]] """,
            "line 2: a synonym '發票' repeats the one in line 2. Keep one; case, script and word endings do not tell them apart." },
        { """ "formatVersion": 1, "id": "kb", "name": "n", "languages": ["en"], "defaultAnswer": "d", "contrasts": [["发票", "収据", "發票"]] """,
            "line 2: a word of contrasts '發票' repeats the one in line 2. Keep one; case, script and word endings do not tell them apart." },
        { """ "formatVersion": 1, "id": "kb", "name": "n", "languages": ["en"], "defaultAnswer": "d", "contrasts": [["a", "?"]] """, "line 2: a word of contrasts has no letter or digit. Write words." },
        { """ "formatVersion": 1, "id": "kb", "name": "n", "languages": ["en"], "defaultAnswer": "d", "stopPhrases": ["Dear bot", "dear bots!"] """,
            "line 2: a stop phrase 'dear bots!' repeats the one in line 2. Keep one; "
                + "case, script and word endings do not tell them apart." },
    };
}
