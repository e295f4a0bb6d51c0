using System.Text;
using Operon.LocalCluster.Tests.Support;
using Operon.LocalCluster.Volumes;

namespace Operon.LocalCluster.Tests.Volumes;

public sealed class AtomicDirectoryTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Files_appear_through_the_data_link_and_are_swapped_together()
    {
        Assert.True(AtomicDirectory.Write(_directory.Path, [Text("a", "1"), Text("sub/b", "2"), Text("gone", "x")], Now));
        var before = new DirectoryInfo(_directory.File("..data")).LinkTarget;

        Assert.True(AtomicDirectory.Write(_directory.Path, [Text("a", "3"), Text("sub/b", "2")], Now));

        Assert.Equal("3", File.ReadAllText(_directory.File("a")));
        Assert.Equal("2", File.ReadAllText(_directory.File("sub/b")));
        Assert.False(Path.Exists(_directory.File("gone")));
        Assert.NotEqual(before, new DirectoryInfo(_directory.File("..data")).LinkTarget);
        Assert.False(Path.Exists(_directory.File(before!)));
        Assert.Equal("..data/a", new FileInfo(_directory.File("a")).LinkTarget);
    }

    [Fact]
    public void Nothing_moves_when_nothing_changed()
    {
        AtomicDirectory.Write(_directory.Path, [Text("a", "1")], Now);

        Assert.False(AtomicDirectory.Write(_directory.Path, [Text("a", "1")], Now.AddDays(1)));
    }

    [Fact]
    public void Files_have_the_asked_for_mode()
    {
        AtomicDirectory.Write(_directory.Path, [new VolumeFile("key", [1], 0b100_000_000)], Now);

        Assert.Equal(UnixFileMode.UserRead, File.GetUnixFileMode(_directory.File("key")));
    }

    private static VolumeFile Text(string path, string content) => new(path, Encoding.UTF8.GetBytes(content), 0b110_100_100);
}
