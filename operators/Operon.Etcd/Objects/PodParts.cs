using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using k8s.Models;
using Operon.Etcd.Api;
using Operon.Kubernetes;

namespace Operon.Etcd.Objects;

/// <summary>The structures of Kubernetes in <c>spec.pod</c>, read. Throws <see cref="InvalidSpecException"/> that names the field.</summary>
internal sealed record PodParts
{
    public V1Affinity? Affinity { get; init; }

    public V1ResourceRequirements? Resources { get; init; }

    public IList<V1Toleration>? Tolerations { get; init; }

    public IReadOnlyList<V1EnvVar> EtcdEnv { get; init; } = [];

    public V1PersistentVolumeClaimSpec? Claim { get; init; }

    public V1PodSecurityContext? SecurityContext { get; init; }

    public IList<V1TopologySpreadConstraint>? TopologySpreadConstraints { get; init; }

    public IList<V1LocalObjectReference>? ImagePullSecrets { get; init; }

    /// <summary>The pod spec to lay over what the operator renders.</summary>
    public JsonObject? Template { get; init; }

    public static PodParts Read(PodPolicy? policy) => new()
    {
        Affinity = One<V1Affinity>(policy?.Affinity, "affinity"),
        Resources = One<V1ResourceRequirements>(policy?.Resources, "resources"),
        Tolerations = Many<V1Toleration>(policy?.Tolerations, "tolerations"),
        EtcdEnv = Many<V1EnvVar>(policy?.EtcdEnv, "etcdEnv") ?? [],
        Claim = One<V1PersistentVolumeClaimSpec>(policy?.PersistentVolumeClaimSpec, "persistentVolumeClaimSpec"),
        SecurityContext = One<V1PodSecurityContext>(policy?.SecurityContext, "securityContext"),
        TopologySpreadConstraints = Many<V1TopologySpreadConstraint>(policy?.TopologySpreadConstraints, "topologySpreadConstraints"),
        Template = ReadTemplate(policy?.Template),
        ImagePullSecrets = Many<V1LocalObjectReference>(policy?.ImagePullSecrets, "imagePullSecrets"),
    };

    private static JsonObject? ReadTemplate(JsonElement? element)
    {
        if (element is not { ValueKind: not JsonValueKind.Null } json)
        {
            return null;
        }

        return json.ValueKind == JsonValueKind.Object && json.TryGetProperty("spec", out var spec) && spec.ValueKind == JsonValueKind.Object
            ? JsonObject.Create(spec)
            : throw new InvalidSpecException("spec.pod.template: must be an object with the field spec");
    }

    private static T? One<T>(JsonElement? element, string field)
        where T : class => element is { ValueKind: not JsonValueKind.Null } json ? Parse(json, ResourceKinds.Pod.JsonOf<T>(), field) : null;

    private static List<T>? Many<T>(JsonElement? element, string field)
    {
        if (element is not { ValueKind: not JsonValueKind.Null } json)
        {
            return null;
        }

        return json.ValueKind == JsonValueKind.Array
            ? [.. json.EnumerateArray().Select((item, index) => Parse(item, ResourceKinds.Pod.JsonOf<T>(), $"{field}[{index}]"))]
            : throw new InvalidSpecException($"spec.pod.{field}: must be a list");
    }

    private static T Parse<T>(JsonElement json, JsonTypeInfo<T> type, string field)
    {
        try
        {
            return json.Deserialize(type) ?? throw new InvalidSpecException($"spec.pod.{field}: must not be null");
        }
        catch (Exception e) when (e is JsonException or FormatException)
        {
            throw new InvalidSpecException($"spec.pod.{field}: {e.Message}");
        }
    }
}
