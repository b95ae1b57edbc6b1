using System.Reflection;
using System.Text.RegularExpressions;
using FaqBot.Core.Text;

namespace FaqBot.Core.Tests.Architecture;

/// <summary>
/// Resilience, Vectors ◄ Text, Encoding ◄ Knowledge ◄ Storage ◄ Matching ◄ Indexing and Caching ◄ Answering: left never uses right; Models, between Encoding and Indexing,
/// uses Encoding alone, Spans that and Text, Conversations Caching (its connection to Redis).
/// </summary>
public sealed partial class LayerTests
{
    private static readonly Dictionary<string, string[]> MayUse = new()
    {
        ["Text"] = [],
        ["Vectors"] = [],
        ["Resilience"] = [],
        ["Encoding"] = ["Resilience", "Vectors"],
        ["Knowledge"] = ["Text", "Vectors", "Encoding"],
        ["Storage"] = ["Text", "Vectors", "Encoding", "Knowledge"],
        ["Indexing"] = ["Text", "Vectors", "Encoding", "Models", "Knowledge", "Storage", "Matching"],
        ["Matching"] = ["Text", "Vectors", "Encoding", "Knowledge", "Storage"],
        ["Caching"] = ["Resilience", "Text", "Vectors", "Encoding", "Knowledge", "Storage", "Matching"],
        ["Answering"] = ["Text", "Vectors", "Encoding", "Knowledge", "Storage", "Matching", "Caching"],
        ["Spans"] = ["Text", "Encoding"],
        ["Conversations"] = ["Caching"],
        ["Models"] = ["Encoding"],
        ["Reporting"] = [],
        ["Similarity"] = ["Text", "Vectors", "Encoding", "Knowledge", "Storage", "Matching"],
        ["Evaluation"] = ["Text", "Vectors", "Encoding", "Knowledge", "Storage", "Matching", "Answering", "Reporting"],
        ["Linting"] = ["Text", "Vectors", "Encoding", "Knowledge", "Storage", "Matching", "Answering", "Similarity", "Reporting"],
        ["Installation"] = [],
    };

    private static readonly Assembly Core = typeof(TextNormalizer).Assembly;

    /// <summary>Names of the types of each layer.</summary>
    private static readonly ILookup<string, string> TypeNames =
        Core.GetTypes().Where(type => LayerOf(type) is not null).ToLookup(type => LayerOf(type)!, type => type.Name.Split('`')[0]);

    [Fact]
    public void Layers_are_the_folders_of_the_library() => Assert.Equal(
        MayUse.Keys.Order(),
        Directory.GetDirectories(SourceFolder).Select(folder => Path.GetFileName(folder)).Where(name => name is not ("bin" or "obj")).Order());

    [Fact]
    public void Source_of_a_layer_names_only_layers_to_its_left() =>
        Assert.Empty(MayUse.Keys.SelectMany(layer => Directory.GetFiles(Path.Combine(SourceFolder, layer), "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => Named(layer, File.ReadAllLines(file)).Except(MayUse[layer]).Select(used => $"{Path.GetFileName(file)} in {layer} uses {used}"))));

    [Fact]
    public void Compiled_types_of_a_layer_use_only_layers_to_its_left() =>
        Assert.Empty(Core.GetTypes().Where(type => LayerOf(type) is not null)
            .SelectMany(type => Used(type).Select(LayerOf).OfType<string>().Distinct().Except([.. MayUse[LayerOf(type)!], LayerOf(type)!])
                .Select(used => $"{type.FullName} uses {used}")));

    [Theory]
    [InlineData("Storage", "using FaqBot.Matching;", "Matching")]
    [InlineData("Text", "FaqBot.Core.Knowledge.FaqEntry entry = null;", "Knowledge")]
    [InlineData("Text", "x = Matching.Ranking.Rank();", "Matching")]
    [InlineData("Storage", "/// <see cref=\"FaqBot.Core.Matching.FaqCatalog\" />", null)]
    [InlineData("Storage", "x = System.Text.Encoding.UTF8;", null)]
    [InlineData("Storage", "x = question.Text.Length;", null)]
    [InlineData("Storage", "namespace FaqBot.Storage;", null)]
    public void Named_finds_every_way_to_name_a_layer(string layer, string line, string? expected) =>
        Assert.Equal(expected is null ? [] : [expected], Named(layer, [line]));

    private static string SourceFolder => Path.Combine(Repository.Root, "src", "FaqBot.Core");

    /// <summary>Layers that source names, by full name or, as inside one root namespace, by the last part of it.</summary>
    private static string[] Named(string layer, string[] lines) =>
    [
        .. lines.Where(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal))
            .SelectMany(line => Reference().Matches(line))
            .Where(match => match.Groups["root"].Success || TypeNames[match.Groups["layer"].Value].Contains(match.Groups["type"].Value))
            .Select(match => match.Groups["layer"].Value)
            .Where(name => name != layer && MayUse.ContainsKey(name))
            .Distinct(),
    ];

    private static string? LayerOf(Type type) =>
        type.Namespace?.Split('.') is ["FaqBot", var layer, ..] ? layer : null;

    private static IEnumerable<Type> Used(Type type)
    {
        const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        IEnumerable<MethodBase> methods = type.GetMethods(All).Cast<MethodBase>().Concat(type.GetConstructors(All));
        IEnumerable<Type?> direct =
        [
            type.BaseType,
            .. type.GetInterfaces(),
            .. type.GetFields(All).Select(field => field.FieldType),
            .. methods.SelectMany(method => method.GetParameters()).Select(parameter => parameter.ParameterType),
            .. type.GetMethods(All).Select(method => method.ReturnType),
            .. methods.SelectMany(method => method.GetMethodBody()?.LocalVariables ?? []).Select(local => local.LocalType),
        ];
        return direct.OfType<Type>().SelectMany(Parts).Distinct();
    }

    private static IEnumerable<Type> Parts(Type type) =>
        type.HasElementType ? Parts(type.GetElementType()!) : type.IsGenericType ? type.GetGenericArguments().SelectMany(Parts).Append(type) : [type];

    [GeneratedRegex(@"(?<![\w.])(?:(?<root>FaqBot\.)(?<layer>[A-Z]\w+)|(?<layer>[A-Z]\w+)\.(?<type>[A-Z]\w+))")]
    private static partial Regex Reference();
}
