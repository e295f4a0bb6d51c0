using System.Globalization;
using System.Text.Json.Nodes;
using Operon.Kubernetes;

namespace Operon.Cli.Etcd;

/// <summary>A wish to the operator, written as an annotation of an EtcdCluster.</summary>
internal static class ClusterWish
{
    private const string FieldManager = "operon-etcd";

    /// <summary>Text that differs from that of an earlier wish.</summary>
    public static string Nonce() => DateTimeOffset.UtcNow.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);

    /// <summary>Writes it; null takes it back.</summary>
    public static Task<UntypedObject> WriteAsync(EtcdSession session, string cluster, string annotation, string? value, CancellationToken cancellationToken)
    {
        var patch = new JsonObject { ["metadata"] = new JsonObject { ["annotations"] = new JsonObject { [$"{EtcdKind.Group}/{annotation}"] = value } } };
        return session.Client.Resource(EtcdKind.Cluster).PatchAsync(session.Namespace, cluster, Patch.Merge(patch), cancellationToken, new WriteOptions { FieldManager = FieldManager });
    }
}
