using FaqBot.Core.Access;

namespace FaqBot.Core.Tests.Access;

public sealed class MemberTableTests : AccessFile
{
    private const string Issuer = "https://login.example";

    [Fact]
    public void Roles_replace_the_ones_before_at_their_place_alone()
    {
        Assert.Empty(Access.Members.Put(MemberKind.User, "anna", "shop", [Role.Editor, Role.Analyst], "admin", Now)!);
        Access.Members.Put(MemberKind.User, "anna", "hr", [Role.Viewer], "admin", Now);
        Access.Members.Put(MemberKind.Group, "anna", "shop", [Role.Owner], "admin", Now);
        Assert.Equal(
            [Role.Analyst, Role.Editor], Access.Members.Put(MemberKind.User, "anna", "shop", [Role.Publisher], "key:ci", Now)!);
        Assert.Equal(
            ["Group anna shop:owner admin", "User anna hr:viewer admin", "User anna shop:publisher key:ci"],
            Access.Members.All().Select(member => $"{member.Kind} {member.Name} {member.Grant} {member.GrantedBy}"));
        Assert.Equal([Role.Publisher], Access.Members.Put(MemberKind.User, "anna", "shop", [], "admin", Now)!);
        Assert.Equal(2, Access.Members.All().Count);
    }

    [Fact]
    public void Person_keeps_the_name_of_the_first_time_and_nobody_else_gets_it()
    {
        Assert.Equal("anna", Access.Members.Enter(Issuer, "1", "anna", Now));
        Assert.Equal("anna", Access.Members.Enter(Issuer, "1", "anna.married", Now.AddDays(1)));
        Assert.Equal("anna (2 of https://login.example)", Access.Members.Enter(Issuer, "2", "anna", Now));
        Assert.Equal("anna (1 of https://other.example)", Access.Members.Enter("https://other.example", "1", "anna", Now));
        Assert.Equal("anna.married", Access.Members.Enter(Issuer, "3", "anna.married", Now));
    }
}
