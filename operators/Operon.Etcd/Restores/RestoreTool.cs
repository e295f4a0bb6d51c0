using System.Globalization;
using k8s.Models;
using Operon.Etcd.Backups.Tasks;
using Operon.Etcd.Objects;
using Operon.Etcd.Planning;

namespace Operon.Etcd.Restores;

/// <summary>
/// The container that makes a data directory of a snapshot, with the tool of the cluster's own etcd image: a directory of another version may not be
/// readable. The images have no shell, so the tool is called directly.
/// </summary>
internal static class RestoreTool
{
    public const string ContainerName = "restore-datadir";
    private const string Folder = "/var/etcd";

    /// <param name="image">etcd image.</param>
    /// <param name="version">Its version.</param>
    /// <param name="member">Name of the member the directory is for.</param>
    /// <param name="peerUrl">Its peer URL.</param>
    /// <param name="token">Token of the new cluster.</param>
    /// <param name="bumpRevision">By how much the revision is raised, where the version can; 0 for not at all.</param>
    /// <param name="user">User it runs as; null for the pod's.</param>
    public static V1Container Container(string image, EtcdVersion version, string member, string peerUrl, string token, long bumpRevision, long? user)
    {
        var security = MemberPod.Hardened();
        security.RunAsUser = user;
        return new V1Container
        {
            Name = ContainerName,
            Image = image,
            Command = [HasUtility(version) ? "/usr/local/bin/etcdutl" : "/usr/local/bin/etcdctl"],
            Args =
            [
                "snapshot",
                "restore",
                $"{Folder}/{RestoreFolder.WorkName}/{RestoreFolder.SnapshotName}",
                $"--name={member}",
                $"--initial-cluster={member}={peerUrl}",
                $"--initial-cluster-token={token}",
                $"--initial-advertise-peer-urls={peerUrl}",
                $"--data-dir={Folder}/{RestoreFolder.WorkName}/{RestoreFolder.DataName}",
                .. bumpRevision > 0 && CanBump(version)
                    ? new[] { string.Create(CultureInfo.InvariantCulture, $"--bump-revision={bumpRevision}"), "--mark-compacted" }
                    : [],
            ],

            // Before 3.4 the client speaks the old API unless it is told not to.
            Env = HasUtility(version) ? null : [new V1EnvVar { Name = "ETCDCTL_API", Value = "3" }],
            SecurityContext = security,
        };
    }

    /// <summary>etcdutl is in the images since 3.5; since 3.6 only it restores.</summary>
    private static bool HasUtility(EtcdVersion version) => (version.Major, version.Minor).CompareTo((3, 5)) >= 0;

    /// <summary>Since 3.4.27 and 3.5.10 (D4).</summary>
    private static bool CanBump(EtcdVersion version) => (version.Major, version.Minor) switch
    {
        (3, 4) => version.Patch >= 27,
        (3, 5) => version.Patch >= 10,
        _ => (version.Major, version.Minor).CompareTo((3, 6)) >= 0,
    };
}
