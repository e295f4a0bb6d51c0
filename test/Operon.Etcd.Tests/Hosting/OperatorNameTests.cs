using Operon.Etcd.Hosting;
using Xunit;

namespace Operon.Etcd.Tests.Hosting;

public sealed class OperatorNameTests
{
    [Theory]
    [InlineData("/usr/local/bin/etcd-operator", EtcdOperatorParts.All)]
    [InlineData("/usr/local/bin/etcd-backup-operator", EtcdOperatorParts.Backups)]
    [InlineData("etcd-restore-operator", EtcdOperatorParts.Restores)]
    [InlineData("/app/Operon.Etcd.dll", EtcdOperatorParts.All)]
    public void The_programs_name_says_which_operators_run(string program, EtcdOperatorParts parts)
    {
        var (taken, arguments) = OperatorName.Take(["-create-crd=false"], program);
        Assert.Equal(parts, taken);
        Assert.Equal(["-create-crd=false"], arguments);
    }

    [Fact]
    public void A_name_as_the_first_argument_wins()
    {
        var (taken, arguments) = OperatorName.Take(["etcd-backup-operator", "-version"], "/usr/local/bin/etcd-operator");
        Assert.Equal(EtcdOperatorParts.Backups, taken);
        Assert.Equal(["-version"], arguments);
    }
}
