using Operon.Etcd.Objects;
using Xunit;

namespace Operon.Etcd.Tests.Objects;

public sealed class PodNamesTests
{
    [Fact]
    public void The_seed_has_one_name_per_object()
    {
        Assert.Equal(PodNames.Seed("c", "uid-1"), PodNames.Seed("c", "uid-1"));
        Assert.NotEqual(PodNames.Seed("c", "uid-1"), PodNames.Seed("c", "uid-2"));
    }

    [Fact]
    public void Names_are_the_cluster_a_dash_and_ten_characters()
    {
        Assert.Matches("^c-[a-z0-9]{10}$", PodNames.Seed("c", "uid"));
        Assert.Matches("^c-[a-z0-9]{10}$", PodNames.Random("c"));
    }
}
