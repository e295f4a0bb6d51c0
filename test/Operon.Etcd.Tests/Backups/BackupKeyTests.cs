using Operon.Etcd.Backups;
using Xunit;

namespace Operon.Etcd.Tests.Backups;

public sealed class BackupKeyTests
{
    [Fact]
    public void Is_written_as_the_CoreOS_operator_wrote_it() =>
        Assert.Equal("my/path_v1234_2026-03-04-05:06:07", new BackupKey("my/path", 1234, new DateTimeOffset(2026, 3, 4, 5, 6, 7, TimeSpan.Zero)).ToString());

    [Theory]
    [InlineData("p_v7_2026-03-04-05:06:07", true)]
    [InlineData("p_v7_2026-03-04-25:06:07", false)]
    [InlineData("p_v-7_2026-03-04-05:06:07", false)]
    [InlineData("p_vx_2026-03-04-05:06:07", false)]
    [InlineData("p_v7", false)]
    [InlineData("p", false)]
    [InlineData("p2_v7_2026-03-04-05:06:07", false)]
    [InlineData("p_v7_2026-03-04-05:06:07.tmp", false)]
    public void Only_keys_of_this_form_and_path_are_backups_of_it(string key, bool isBackup)
    {
        Assert.Equal(isBackup, BackupKey.TryParse(key, "p", out var parsed));
        if (isBackup)
        {
            Assert.Equal(key, parsed.ToString());
        }
    }
}
