using Xunit;

namespace Operon.Runtime.Tests;

public sealed class NamePoolTests
{
    [Fact]
    public void Equal_names_become_one_string_until_there_are_too_many()
    {
        var pool = new NamePool();
        var first = pool.Share(New("default"));
        Assert.Same(first, pool.Share(New("default")));
        Assert.Null(pool.Share(null));

        for (var i = 0; i < 2000; i++)
        {
            pool.Share(New($"name-{i}"));
        }

        Assert.Same(first, pool.Share(New("default")));
        Assert.NotSame(pool.Share(New("name-1999")), pool.Share(New("name-1999")));
    }

    private static string New(string name) => new(name.AsSpan());
}
