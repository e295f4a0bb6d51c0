using Operon.Etcd.Controllers;

namespace Operon.Etcd.Hosting;

/// <summary>
/// Which operators a command line asks for: the program's name, or a name as the first argument. <c>etcd-operator</c> runs all three, so that one
/// Deployment is enough; <c>etcd-backup-operator</c> and <c>etcd-restore-operator</c> run alone, as in the CoreOS project.
/// </summary>
internal static class OperatorName
{
    public static (EtcdOperatorParts Parts, string[] Arguments) Take(string[] arguments, string program)
    {
        if (arguments is [var first, .. var rest] && Parts(first) is { } named)
        {
            return (named, rest);
        }

        return (Parts(Path.GetFileName(program)) ?? EtcdOperatorParts.All, arguments);
    }

    private static EtcdOperatorParts? Parts(string name) => name switch
    {
        EtcdOperator.Name => EtcdOperatorParts.All,
        BackupController.LeaseName => EtcdOperatorParts.Backups,
        RestoreController.LeaseName => EtcdOperatorParts.Restores,
        _ => null,
    };
}
