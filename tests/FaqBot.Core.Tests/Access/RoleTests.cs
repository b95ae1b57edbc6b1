using FaqBot.Core.Access;

namespace FaqBot.Core.Tests.Access;

public sealed class RoleTests
{
    [Theory]
    [InlineData("viewer", Right.ReadContent | Right.ReadAnalytics)]
    [InlineData("analyst", Right.ReadContent | Right.ReadAnalytics | Right.ReadQuestionTexts)]
    [InlineData("editor", Right.ReadContent | Right.ReadAnalytics | Right.Edit)]
    [InlineData("publisher", Right.ReadContent | Right.ReadAnalytics | Right.Edit | Right.Publish)]
    public void Role_has_its_rights_and_no_others(string name, Right rights)
    {
        Assert.True(RoleRights.TryParse(name.ToUpperInvariant(), out Role role));
        Assert.Equal((name, rights), (role.Name(), role.Rights()));
    }

    [Fact]
    public void Owner_may_all_but_what_concerns_everybody_and_the_administrator_may_that_too()
    {
        Right all = Enum.GetValues<Right>().Aggregate((some, right) => some | right);
        Assert.Equal(all & ~Right.Administer, Role.Owner.Rights());
        Assert.Equal(all, Role.Administrator.Rights());
        Assert.Equal([Role.Administrator], RoleRights.With(Right.Administer));
        Assert.Equal([Role.Owner, Role.Administrator], RoleRights.With(Right.Edit | Right.ReadQuestionTexts));
        Assert.Equal(Enum.GetValues<Role>().Select(role => role.Name()), RoleRights.Names);
        Assert.False(RoleRights.TryParse("root", out _));
    }

    [Fact]
    public void Grants_count_where_they_are_and_add_up()
    {
        Grant[] grants = [new("shop", Role.Editor), new("shop", Role.Analyst), new("hr", Role.Viewer), new("*", Role.Viewer)];
        Assert.True(grants.Allow(Right.Edit | Right.ReadQuestionTexts, "shop"));
        Assert.False(grants.Allow(Right.Edit, "hr"));
        Assert.False(grants.Allow(Right.Edit, "Shop"));
        Assert.False(grants.Allow(Right.Edit, null));
        Assert.True(grants.Allow(Right.ReadContent, "whatever there will be"));
        Assert.True(grants.Allow(Right.ReadContent, null));
        Assert.False(Array.Empty<Grant>().Allow(Right.ReadContent, "shop"));
        Assert.False(new Grant("shop", Role.Administrator).IsPossible);
    }
}
