namespace FaqBot.Tests.Architecture;

/// <summary>Each room uses the rooms below it alone: as the tables of <see cref="Rooms"/> say, and in no circle.</summary>
public sealed class LayerTests
{
    public static TheoryData<string> Projects => [.. Rooms.Projects.Keys];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Rooms_are_the_folders_of_the_project(string name)
    {
        Project project = Rooms.Projects[name];
        string[] found = [.. project.Files.Select(project.RoomOf).Where(room => room.Length > 0).Distinct().Order(StringComparer.Ordinal)];
        Assert.Equal(project.MayUse.Keys.Order(StringComparer.Ordinal), found);
        Assert.Empty(project.MayUse.SelectMany(room => room.Value.Except(project.MayUse.Keys)));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Outside_the_rooms_are_only_the_files_that_may_know_all(string name)
    {
        Project project = Rooms.Projects[name];
        IEnumerable<string> found = project.Files.Where(file => project.RoomOf(file).Length == 0).Select(file => Path.GetFileName(file));
        Assert.Equal(project.RootFiles.Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Source_of_a_room_names_only_rooms_below(string name)
    {
        Project project = Rooms.Projects[name];
        Assert.Empty(InSource(project).Where(use => !IsAllowed(project, use.User, use.Used))
            .Select(use => $"{use.File} in {use.User} names {use.Used}"));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Compiled_types_of_a_room_use_only_rooms_below(string name)
    {
        Project project = Rooms.Projects[name];
        Assert.Empty(Compiled(project).Where(use => !IsAllowed(project, use.User, use.Used))
            .Select(use => $"{use.Type.FullName} uses {use.Used}"));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void No_rooms_use_each_other(string name)
    {
        (string User, string Used)[] uses = Uses(Rooms.Projects[name]);
        Assert.Empty(Cycles.In(uses));

        // Nor with all rooms in them taken together.
        Assert.Empty(Cycles.In(uses.Select(use => (Outermost(use.User), Outermost(use.Used))).Where(use => use.Item1 != use.Item2)));
    }

    [Fact]
    public void Service_has_at_most_four_files_that_know_all() => Assert.InRange(Rooms.Projects["FaqBot"].RootFiles.Length, 1, 4);

    [Fact]
    public void Program_is_a_contents_page() =>
        Assert.InRange(File.ReadLines(Repository.PathOf("src", "FaqBot", "Program.cs")).Count(), 1, 70);

    [Theory]
    [InlineData("a>b b>c", "")]
    [InlineData("a>b b>a", "a ↔ b")]
    [InlineData("a>b b>c c>a d>a", "a ↔ b ↔ c")]
    [InlineData("a>b b>a c>d d>e e>c b>c", "c ↔ d ↔ e|a ↔ b")]
    [InlineData("Http>Http/Keys Http/Keys>Engine Engine>Http", "Engine ↔ Http ↔ Http/Keys")]
    public void Cycles_are_found(string uses, string expected) => Assert.Equal(
        expected.Split('|', StringSplitOptions.RemoveEmptyEntries),
        Cycles.In(uses.Split(' ').Select(use => use.Split('>')).Select(use => (use[0], use[1]))));

    [Theory]
    [InlineData("FaqBot.Core", "Storage", "using FaqBot.Core.Matching;", "Matching")]
    [InlineData("FaqBot.Core", "Text", "FaqBot.Core.Knowledge.FaqEntry entry = null;", "Knowledge")]
    [InlineData("FaqBot.Core", "Text", "x = Matching.Ranking.Rank();", "Matching")]
    [InlineData("FaqBot.Core", "Storage", "using FaqBot.Core.Storage.Relational;", "Storage/Relational")]
    [InlineData("FaqBot.Core", "Storage", "x = Relational.KnowledgeStore.Open();", "Storage/Relational")]
    [InlineData("FaqBot.Core", "Storage/Relational", "x = VectorFormat.Int8;", "Storage")]
    [InlineData("FaqBot.Core", "Storage/Relational", "x = Matching.Ranking.Rank();", "Matching")]
    [InlineData("FaqBot.Core", "Storage", "/// <see cref=\"FaqBot.Core.Matching.FaqCatalog\" />", null)]
    [InlineData("FaqBot.Core", "Storage", "x = System.Text.Encoding.UTF8;", null)]
    [InlineData("FaqBot.Core", "Storage", "x = question.Text.Length;", null)]
    [InlineData("FaqBot.Core", "Storage", "namespace FaqBot.Core.Storage;", null)]
    [InlineData("FaqBot", "Http", "using FaqBot.Core.Text;", null)]
    [InlineData("FaqBot", "Http", "FaqBot.FaqBotOptions options;", "")]
    [InlineData("FaqBot", "Http", "using FaqBot.Http.Keys;", "Http/Keys")]
    public void Every_way_to_name_a_room_is_found(string project, string room, string line, string? expected) =>
        Assert.Equal(expected is null ? [] : [expected], SourceUse.Of(Rooms.Projects[project], room, [line]));

    [Fact]
    public void Code_of_methods_is_seen()
    {
        Type[] named =
            [typeof(Path), typeof(List<Version>), typeof(Version), typeof(Guid), typeof(InvalidDataException), typeof(ObsoleteAttribute)];
        Assert.Superset(named.ToHashSet(), CompiledUse.Of(typeof(Sample)).ToHashSet());
    }

    private static string Outermost(string room) => room.Split('/')[0];

    private static (string User, string Used)[] Uses(Project project) =>
        [.. InSource(project).Select(use => (use.User, use.Used)), .. Compiled(project).Select(use => (use.User, use.Used))];

    private static bool IsAllowed(Project project, string user, string used) => user.Length == 0 || project.MayUse[user].Contains(used);

    private static IEnumerable<(string File, string User, string Used)> InSource(Project project) =>
        from file in project.Files
        let user = project.RoomOf(file)
        from used in SourceUse.Of(project, user, File.ReadLines(file))
        select (Path.GetFileName(file), user, used);

    private static IEnumerable<(Type Type, string User, string Used)> Compiled(Project project) =>
        from type in project.Assembly.GetTypes()
        let user = project.RoomOf(type)
        where user is not null
        from used in CompiledUse.Of(type).Select(project.RoomOf).OfType<string>().Distinct()
        where used != user
        select (type, user, used);

    /// <summary>Uses a type in each way that leaves no trace in its shape.</summary>
    private static class Sample
    {
        [Obsolete("Only looked at.")]
        public static string Run(object value)
        {
            try
            {
                new List<Version>().Clear();
                return value is Guid ? Path.DirectorySeparatorChar.ToString() : "";
            }
            catch (InvalidDataException)
            {
                return "";
            }
        }
    }
}
