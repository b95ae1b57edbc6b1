using System.Reflection;

namespace FaqBot.Tests.Architecture;

/// <summary>A project of the product. A folder is a room: its path below the project, with <c>/</c>; the project's own folder is
/// empty.</summary>
/// <param name="name">Name of folder, assembly and root namespace.</param>
/// <param name="rootFiles">The files outside all rooms; they may use every room, and no room may use them.</param>
/// <param name="mayUse">The rooms, and the ones that each may use.</param>
internal sealed class Project(string name, string[] rootFiles, IReadOnlyDictionary<string, string[]> mayUse)
{
    private readonly Lazy<Assembly> _assembly = new(() => Load(name));
    private ILookup<string, string>? _typeNames;

    public string Name => name;

    public string[] RootFiles => rootFiles;

    public IReadOnlyDictionary<string, string[]> MayUse => mayUse;

    public Assembly Assembly => _assembly.Value;

    /// <summary>Names of the types of each room.</summary>
    public ILookup<string, string> TypeNames => _typeNames ??= Assembly.GetTypes()
        .Where(type => !type.IsNested && RoomOf(type) is not null).ToLookup(type => RoomOf(type)!, type => type.Name.Split('`')[0]);

    public IEnumerable<string> Files => Directory.GetFiles(Folder, "*.cs", SearchOption.AllDirectories)
        .Where(file => RoomOf(file).Split('/')[0] is not ("bin" or "obj"));

    private string Folder => Repository.PathOf("src", name);

    /// <summary>The room of a file.</summary>
    public string RoomOf(string file) =>
        Path.GetRelativePath(Folder, Path.GetDirectoryName(file)!).Replace('\\', '/') is var room and not "." ? room : "";

    /// <summary>The room of a type; null for those of other projects and for what compilers add.</summary>
    public string? RoomOf(Type type) =>
        type.Assembly != Assembly || type.Namespace is not { } space ? null
        : space == name ? ""
        : space.StartsWith(name + ".", StringComparison.Ordinal) ? space[(name.Length + 1)..].Replace('.', '/')
        : null;

    /// <summary>The indexer is only run, so that it lies beside this program, not in its folder.</summary>
    private static Assembly Load(string name) => Assembly.LoadFrom(
        name == "FaqBot.Indexer" ? Repository.Indexer : Path.Combine(AppContext.BaseDirectory, name + ".dll"));
}
