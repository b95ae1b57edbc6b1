using FaqBot.Core.Storage.Relational;

namespace FaqBot.Core.Tests.Access;

public sealed class SessionTableTests : AccessFile
{
    private SessionTable Sessions => Access.Sessions;

    [Fact]
    public void Session_is_found_until_it_ends()
    {
        Sessions.Put([1], "user:anna", [7, 7], Now, Now.AddHours(8));
        Assert.Equal([7, 7], Sessions.Find([1], Now.AddHours(8).AddMilliseconds(-1))!);
        Assert.Null(Sessions.Find([1], Now.AddHours(8)));
        Assert.Null(Sessions.Find([2], Now));
        Sessions.End([1]);
        Assert.Null(Sessions.Find([1], Now));
    }

    [Fact]
    public void All_sessions_of_somebody_end_together()
    {
        Sessions.Put([1], "user:anna", [1], Now, Now.AddHours(8));
        Sessions.Put([2], "user:anna", [2], Now, Now.AddHours(8));
        Sessions.Put([3], "user:bob", [3], Now, Now.AddHours(8));
        Assert.Equal(2, Sessions.EndAll("user:anna"));
        Assert.Null(Sessions.Find([1], Now));
        Assert.NotNull(Sessions.Find([3], Now));
    }
}
