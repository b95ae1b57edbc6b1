using FaqBot.Api.Asking;
using FaqBot.Core.Answering;
using FaqBot.Core.Matching;
using FaqBot.Core.Text;

namespace FaqBot.Tests.Asking;

public sealed class KnownBodiesTests
{
    private static readonly AskBody Read = new(new Ask(Question.Parse("where"), "shop", EntryFilter.None, 3, null), default);

    private readonly KnownBodies _bodies = new();

    [Fact]
    public void Body_is_found_by_its_bytes()
    {
        _bodies.Keep([1, 2, 3], Read, changes: 0);
        Assert.True(_bodies.TryFind([1, 2, 3], out AskBody? found));
        Assert.Same(Read, found);
        Assert.False(_bodies.TryFind([1, 2], out _));
        Assert.False(_bodies.TryFind([1, 2, 4], out _));
    }

    [Fact]
    public void Change_of_catalogs_forgets_all()
    {
        _bodies.Follow(1);
        _bodies.Keep([1], Read, changes: 1);
        _bodies.Follow(1);
        Assert.Equal(1, _bodies.Count);
        _bodies.Follow(2);
        Assert.Equal(0, _bodies.Count);
    }

    [Fact]
    public void Reply_from_before_a_change_is_not_kept()
    {
        _bodies.Follow(2);
        _bodies.Keep([1], Read, changes: 1);
        Assert.Equal(0, _bodies.Count);
    }

    [Fact]
    public void Bodies_beyond_the_most_forget_the_others()
    {
        for (int i = 0; i <= KnownBodies.Most; i++)
        {
            _bodies.Keep(BitConverter.GetBytes(i), Read, changes: 0);
        }

        Assert.Equal(1, _bodies.Count);
        Assert.True(_bodies.TryFind(BitConverter.GetBytes(KnownBodies.Most), out _));
    }
}
