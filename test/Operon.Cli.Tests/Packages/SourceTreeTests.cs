using Operon.Cli.Packages;
using Operon.Cli.Tests.Support;

namespace Operon.Cli.Tests.Packages;

public sealed class SourceTreeTests
{
    [Fact]
    public void Another_state_of_the_sources_has_another_name_and_outputs_do_not_count()
    {
        using var folder = new TemporaryFolder();
        folder.Write("Operon.slnx", "");
        folder.Write("eng/packages.proj", "");
        folder.Write("src/A/A.cs", "1");
        var tree = SourceTree.Find(folder["src/A"])!;
        var first = tree.Fingerprint();
        folder.Write("src/A/obj/x.cs", "generated");
        Assert.Equal(first, tree.Fingerprint());
        folder.Write("src/A/A.cs", "2");
        Assert.NotEqual(first, tree.Fingerprint());
    }

    [Fact]
    public void Elsewhere_there_is_no_clone()
    {
        using var folder = new TemporaryFolder();
        Assert.Null(SourceTree.Find(folder.Path));
    }
}
