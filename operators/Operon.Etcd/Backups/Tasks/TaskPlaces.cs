namespace Operon.Etcd.Backups.Tasks;

/// <summary>Where a task finds things in its container.</summary>
internal sealed record TaskPlaces(string Secrets, string Volume, string ResultFile, Uri LocalMember)
{
    public static TaskPlaces InPod { get; } = new(
        "/etc/etcd-backup/secrets", "/var/etcd-backup", "/dev/termination-log", new Uri("http://127.0.0.1:2379"));
}
