using Operon.Etcd.Planning;
using Xunit;
using static Operon.Etcd.Tests.Planning.Facts;

namespace Operon.Etcd.Tests.Planning;

public sealed class UpgradeBackupTests
{
    private static readonly EtcdVersion _newer = Running with { Patch = Running.Patch + 1 };
    private static readonly UpgradeBackupFacts _backup = new() { Name = "nightly", Token = "t" };

    [Fact]
    public void The_backup_is_asked_for_before_any_member_gets_the_version()
    {
        var request = Assert.IsType<RequestBackup>(Next(_backup));
        Assert.Equal(("nightly", "t"), (request.Name, request.Token));
        Assert.Contains("the store is away", Assert.IsType<AwaitBackup>(Next(_backup with { IsRequested = true, Failure = "the store is away" })).Reason, StringComparison.Ordinal);
        Assert.IsType<UpgradePod>(Next(_backup with { IsRequested = true, IsDone = true }));
    }

    [Fact]
    public void A_backup_that_cannot_be_used_is_told_and_the_version_stays() =>
        Assert.Equal("missing", Assert.IsType<AwaitBackup>(Next(_backup with { Problem = "missing" })).Reason);

    [Fact]
    public void A_version_that_is_refused_anyway_asks_for_no_backup() =>
        Assert.IsType<RefuseVersion>(EtcdPlanner.NextAction(Desired(version: new EtcdVersion(3, 9, 0)), Three() with { UpgradeBackup = _backup }));

    [Fact]
    public void A_change_of_version_that_has_begun_goes_on() =>
        Assert.IsNotType<RequestBackup>(EtcdPlanner.NextAction(Desired(version: _newer), Three().WithPod(Pod("c-b", _newer)) with { UpgradeBackup = _backup }));

    private static EtcdAction Next(UpgradeBackupFacts backup) => EtcdPlanner.NextAction(Desired(version: _newer), Three() with { UpgradeBackup = backup });
}
