using System.CommandLine;

namespace Operon.Cli.Commands;

/// <summary><c>operon etcd</c>: looks at and asks for things of the etcd operator, on any cluster it runs in.</summary>
internal static class EtcdCommand
{
    public static Command Create() => new("etcd", "Look after etcd clusters that the etcd operator runs.")
    {
        EtcdStatusCommand.Create(),
        EtcdMembersCommand.Create(),
        EtcdBackupCommand.Create(),
        EtcdRestoreCommand.Create(),
        EtcdDefragCommand.Create(),
        EtcdMoveLeaderCommand.Create(),
        EtcdRecoverCommand.Create(),
    };
}
