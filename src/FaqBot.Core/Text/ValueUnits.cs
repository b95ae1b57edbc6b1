using System.Collections.Frozen;

namespace FaqBot.Core.Text;

/// <summary>The units that values of questions have, in Chinese and English.</summary>
internal static class ValueUnits
{
    /// <summary>Days of a month and of a year, on average: 12 months are a year.</summary>
    private const double Month = Year / 12, Year = 365.25;

    private static readonly FrozenDictionary<string, ValueUnit> Units = new (string Names, ValueUnit Unit)[]
    {
        ("天|日内|工作日|自然日|day|days|business days|working days|calendar days", new("time", 1)),
        ("周|星期|个星期|礼拜|个礼拜|week|weeks|wk|wks", new("time", 7)),
        ("个月|月内|month|months", new("time", Month)),
        ("年|周年|year|years|yr|yrs", new("time", Year)),
        ("小时|个小时|钟头|个钟头|个钟|hour|hours|hr|hrs|h", new("time", 1 / 24.0)),
        ("分钟|minute|minutes|min|mins", new("time", 1 / 1440.0)),
        ("秒|秒钟|second|seconds|sec|secs", new("time", 1 / 86400.0)),
        ("元|块|块钱|元钱|人民币|rmb|cny|yuan|¥|￥", new("money", 1, "cny")),
        ("美元|美金|usd|dollar|dollars|bucks|$", new("money", 1, "usd")),
        ("欧元|eur|euro|euros|€", new("money", 1, "eur")),
        ("英镑|gbp|quid|£", new("money", 1, "gbp")),
        ("港币|港元|hkd", new("money", 1, "hkd")),
        ("新台币|台币|twd|ntd", new("money", 1, "twd")),
        ("%|percent|per cent|个点|个百分点", new("percent", 1)),
        ("折", new("percent", 10)),
        ("tb", new("data", 1024 * 1024)),
        ("gb|gig|gigs|gigabyte|gigabytes|个g", new("data", 1024)),
        ("mb|兆|megabyte|megabytes", new("data", 1)),
        ("kb|kilobyte|kilobytes", new("data", 1 / 1024.0)),
        ("公斤|千克|kg|kgs|kilo|kilos|kilogram|kilograms", new("weight", 1)),
        ("斤", new("weight", 0.5)),
        ("克|gram|grams", new("weight", 0.001)),
        ("吨|ton|tons|tonne|tonnes", new("weight", 1000)),
        ("公里|千米|km|kms|kilometre|kilometres|kilometer|kilometers", new("length", 1000)),
        ("米|metre|metres|meter|meters", new("length", 1)),
        ("厘米|公分|cm|cms|centimetre|centimetres|centimeter|centimeters", new("length", 0.01)),
        ("毫米|mm", new("length", 0.001)),
        ("英寸|寸|inch|inches", new("inch", 1)),
        ("升|litre|litres|liter|liters", new("volume", 1)),
        ("毫升|ml", new("volume", 0.001)),
        ("度|摄氏度|°c", new("degree", 1)),
        ("楼|层|floor", new("floor", 1)),
        ("级", new("level", 1)),
        ("号线", new("line", 1)),
        ("岁|周岁|years old|year old", new("age", 1)),
        ("人|个人|位|people|persons|person|guests", new("people", 1)),
    }.SelectMany(row => row.Names.Split('|'), (row, name) => (name, row.Unit)).ToFrozenDictionary(row => row.name, row => row.Unit);

    /// <summary>Finds a unit.</summary>
    /// <param name="name">Its name or sign, in small letters.</param>
    /// <returns>The unit, or null.</returns>
    public static ValueUnit? Find(string name) => Units.TryGetValue(name, out ValueUnit unit) ? unit : null;
}

/// <summary>A unit.</summary>
/// <param name="Kind">What it measures.</param>
/// <param name="Factor">How many of the kind's own unit it is.</param>
/// <param name="Text">What tells values of it from others of the kind: a currency.</param>
internal readonly record struct ValueUnit(string Kind, double Factor, string Text = "");
