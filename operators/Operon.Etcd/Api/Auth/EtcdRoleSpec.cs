using System.Text.Json.Serialization;

namespace Operon.Etcd.Api;

/// <summary>What the role may do.</summary>
internal sealed record EtcdRoleSpec
{
    [JsonPropertyName("clusterName")]
    public string ClusterName { get; init; } = "";

    [JsonPropertyName("roleName")]
    public string? RoleName { get; init; }

    [JsonPropertyName("permissions")]
    public IReadOnlyList<EtcdPermission>? Permissions { get; init; }
}
